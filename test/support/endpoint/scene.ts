import { createWireDesk, newId, type WireDesk } from './wire.ts';
import { insertClient } from './sample.ts';
import { startEndpoint, type StartOptions, type StartedEndpoint } from './start.ts';

export interface Scene {
  readonly server: StartedEndpoint;
  /** A desk of a lead who sees all clients. */
  readonly desk: WireDesk;
  /** Two clients that are there. */
  readonly nogal: string;
  readonly prado: string;
  /** A signed-in desk of a new person. */
  readonly join: (clients: readonly string[] | null, role?: 'consultant' | 'lead' | 'admin', address?: string) => Promise<WireDesk>;
}

const password = 'correcta';

/** An endpoint with two clients and one desk. */
export const openScene = async (options: StartOptions = {}): Promise<Scene> => {
  const server = await startEndpoint(options);
  let people = 0;
  const join: Scene['join'] = async (clients, role = 'consultant', address = server.address) => {
    people += 1;
    const email = `persona${people}@carril.app`;
    await server.addUser({ name: `Persona ${people}`, email, password, role, clients });
    const desk = createWireDesk(address);
    const answer = await desk.signIn(email, password);
    if (answer.status !== 200) throw new Error(answer.body);
    return desk;
  };
  const desk = await join(null, 'lead');
  const [nogal, prado] = [newId(), newId()];
  await desk.push([desk.op(insertClient(nogal)), desk.op(insertClient(prado, 'Lácteos Prado'))]);
  return { server, desk, nogal, prado, join };
};
