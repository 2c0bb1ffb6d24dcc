import { expect } from 'vitest';
import { createWireDesk, type WireDesk } from '#test/support/endpoint/wire.ts';
import { askEndpoint, deskRows, endpointRows, settled, type TeamDesk, type TeamEndpoint } from './team.ts';

const password = 'the password of an admin';

/** An admin who manages the team over the endpoint's own routes. */
export const teamAdmin = async (endpoint: TeamEndpoint): Promise<WireDesk> => {
  await endpoint.now().addUser({ name: 'Ada', email: 'ada@example.test', password, role: 'admin', profile: 'functional', clients: null });
  const admin = createWireDesk(endpoint.address);
  const answer = await admin.signIn('ada@example.test', password);
  if (answer.status !== 200) throw new Error(answer.body);
  return admin;
};

/** Gives a desk's person these clients, and no others. */
export const grant = async (admin: WireDesk, desk: TeamDesk, clients: readonly string[] | null): Promise<void> => {
  const { user } = await desk.call('session.get', {});
  const answer = await admin.post(`/v1/team/people/${user?.id}`, { clients });
  if (answer.status !== 200) throw new Error(answer.body);
};

/** At rest the desk holds what its person may see, row for row, and nothing else. */
export const expectOnly = async (endpoint: TeamEndpoint, desk: TeamDesk, clients: readonly string[] | null): Promise<void> => {
  await settled(desk);
  await settled(desk);
  expect(deskRows(desk.desk().dir)).toEqual(endpointRows(endpoint.dir, clients));
  const scopes = askEndpoint<{ n: number }>(endpoint, 'SELECT count(*) AS n FROM entity_row');
  expect(scopes[0]?.n).toBeGreaterThan(0);
};
