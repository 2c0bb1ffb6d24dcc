import { expect, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { askEndpoint, expectEqual, settled, twoDesks, type TeamDesk } from '#test/support/network/team.ts';

type Team = Awaited<ReturnType<typeof twoDesks>> & { readonly id: string; readonly people: Readonly<Record<'ana' | 'luz', string>> };

/** A ticket that both know and that is ready to be worked on. */
const sharedTicket = async (): Promise<Team> => {
  const team = await twoDesks();
  const { ana, luz, client } = team;
  const { id: responsible } = await ana.call('contact.create', { client, name: 'Verónica', authorised_from: '2026-01-01' });
  const { id } = await ana.call('ticket.create', { title: 'Uno', client, channel: 'phone', description: 'Texto de partida' });
  const users = await ana.call('user.list', {});
  const people = { ana: users.find((user) => user.name === 'Ana')?.id ?? '', luz: users.find((user) => user.name === 'Luz')?.id ?? '' };
  await ana.call('ticket.move', { id, lane: 'S3', place: { at: 'top' } });
  await ana.call('ticket.agree', { id, mode: 'impact_changed', impact: 'Poco', contact: responsible, channel: 'phone' });
  await ana.call('ticket.edit', {
    id,
    fields: { kind: 'corrective', service_level: 'continuity', objective: 'Facturar', scope: 'in', authorised_at: '2026-06-12T15:00:00.000Z', owner: people.ana, client_responsible: responsible },
  });
  await ana.call('ticket.transition', { id, to: 'triaged' });
  await settled(ana);
  await settled(luz);
  return { ...team, id, people };
};

const alone = (desk: TeamDesk): void => {
  desk.proxy.plan = () => ({ is: 'lost' });
  desk.proxy.breakAll();
};

/** Both act apart; Ana's acts come first, and are heard first. */
const apart = async ({ ana, luz }: Team, first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> => {
  alone(ana);
  alone(luz);
  await first();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await second();
  for (const desk of [ana, luz]) {
    desk.proxy.plan = () => null;
    await settled(desk);
  }
  await settled(ana);
};

const listed = async (desk: TeamDesk) => (await desk.call('conflict.list', {})).open.map(({ register, kept, lost, base }) => ({ register, kept, lost, base }));

test('two severities, two consultants and two texts come to both desks, each seen from its side, and one decision settles it everywhere', async () => {
  const team = await sharedTicket();
  const { endpoint, ana, luz, id, people } = team;
  await apart(
    team,
    async () => {
      await ana.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
      await ana.call('ticket.edit', { id, fields: { consultant: people.ana, description: 'De Ana' } });
    },
    async () => {
      await luz.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
      await luz.call('ticket.edit', { id, fields: { consultant: people.luz, description: 'De Luz' } });
    },
  );
  await expectEqual(endpoint, ana, luz);
  const seen = await listed(ana);
  expect(seen.map((each) => each.register).sort()).toEqual(['assignment', 'description', 'lane']);
  const of = (list: typeof seen, register: string) => list.find((each) => each.register === register);
  expect(of(seen, 'lane')).toEqual({ register: 'lane', kept: { value: 'S2', by: 'Luz', mine: false }, lost: { value: 'S1', by: 'Ana', mine: true }, base: { value: 'S3' } });
  expect(of(await listed(luz), 'lane')).toMatchObject({ kept: { mine: true }, lost: { mine: false } });
  expect(of(seen, 'assignment')).toMatchObject({ kept: { value: 'Luz' }, lost: { value: 'Ana' }, base: { value: null } });
  expect(of(seen, 'description')).toMatchObject({ kept: { value: 'De Luz' }, lost: { value: 'De Ana' }, base: { value: 'Texto de partida' } });
  expect((await ana.call('sync.status', {})).conflicts).toBe(3);
  // An open conflict keeps the ticket from being closed.
  expect((await ana.call('ticket.get', { id })).toClose).toContain('open_conflict');

  const open = (await ana.call('conflict.list', {})).open;
  const resolve = async (desk: TeamDesk, register: string, decision: 'kept' | 'lost' | 'combined'): Promise<void> =>
    void (await desk.call('conflict.resolve', { conflict: open.find((each) => each.register === register)?.id ?? '', decision }));
  await resolve(ana, 'lane', 'lost');
  await resolve(ana, 'assignment', 'kept');
  await resolve(ana, 'description', 'combined');
  await settled(ana);
  await expectEqual(endpoint, ana, luz);
  for (const desk of [ana, luz]) {
    expect(await listed(desk)).toEqual([]);
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ severity: 'S1', consultant: people.luz, description: 'De Luz\n\nDe Ana' });
  }
  expect((await luz.call('conflict.list', {})).log.filter((each) => each.decision !== null).map((each) => [each.register, each.decision, each.lookedBy]).sort()).toEqual([
    ['assignment', 'kept', 'Ana'],
    ['description', 'combined', 'Ana'],
    ['lane', 'lost', 'Ana'],
  ]);
  expect((await codeOfError(resolve(luz, 'lane', 'kept'))).code).toBe('not_found');
});

test('of two states the one that the machine leads to stays, and the other can be chosen if the ticket has what it needs', async () => {
  const team = await sharedTicket();
  const { endpoint, ana, luz, id, people } = team;
  await apart(
    team,
    async () => {
      await ana.call('ticket.edit', { id, fields: { consultant: people.ana } });
      await ana.call('ticket.transition', { id, to: 'assigned' });
      await ana.call('ticket.transition', { id, to: 'in_diagnosis' });
    },
    async () => {
      await luz.call('ticket.edit', { id, fields: { window_start: '2026-06-12T15:00:00.000Z', window_end: '2026-06-12T18:00:00.000Z' } });
      await luz.call('ticket.transition', { id, to: 'scheduled' });
    },
  );
  await expectEqual(endpoint, ana, luz);
  // Luz came later, but no step leads from the diagnosis back to the schedule: what stands stays.
  expect((await luz.call('ticket.get', { id })).ticket.state).toBe('in_diagnosis');
  expect(await luz.call('sync.refused', {})).toEqual([]);
  const [conflict] = (await luz.call('conflict.list', {})).open;
  expect(conflict).toMatchObject({ register: 'progress', kept: { value: 'in_diagnosis', by: 'Ana' }, lost: { value: 'scheduled', mine: true }, base: { value: 'triaged' } });
  // What the state needs counts here too.
  await ana.call('ticket.edit', { id, fields: { window_end: null } });
  await settled(ana);
  await settled(luz);
  const blocked = await codeOfError(luz.call('conflict.resolve', { conflict: conflict?.id ?? '', decision: 'lost' }));
  expect([blocked.code, blocked.details]).toEqual(['transition_blocked', { to: 'scheduled', missing: ['window_required'] }]);
  await ana.call('ticket.edit', { id, fields: { window_end: '2026-06-12T18:00:00.000Z' } });
  await settled(ana);
  await settled(luz);
  await luz.call('conflict.resolve', { conflict: conflict?.id ?? '', decision: 'lost' });
  await expectEqual(endpoint, ana, luz);
  expect(await luz.call('sync.refused', {})).toEqual([]);
  for (const desk of [ana, luz]) expect([(await desk.call('ticket.get', { id })).ticket.state, await listed(desk)]).toEqual(['scheduled', []]);
});

test('what nobody has to look at is in the quiet log; the same value twice is nowhere', async () => {
  const team = await sharedTicket();
  const { endpoint, ana, luz, id } = team;
  await apart(
    team,
    () => ana.call('ticket.edit', { id, fields: { module: 'Ventas', objective: 'Cobrar' } }),
    () => luz.call('ticket.edit', { id, fields: { module: 'Compras', objective: 'Cobrar' } }),
  );
  await expectEqual(endpoint, ana, luz);
  expect(await listed(ana)).toEqual([]);
  expect((await ana.call('conflict.list', {})).log.map(({ register, kept, lost }) => [register, kept.value, lost.value])).toEqual([['module', 'Compras', 'Ventas']]);
  expect((await ana.call('sync.status', {})).conflicts).toBe(0);
});

test('conflicts go with their ticket, and nobody but the endpoint makes one', async () => {
  const team = await sharedTicket();
  const { endpoint, ana, luz, id } = team;
  await apart(team, () => ana.call('ticket.edit', { id, fields: { title: 'De Ana' } }), () => luz.call('ticket.edit', { id, fields: { title: 'De Luz' } }));
  expect(await listed(luz)).toHaveLength(1);
  expect(askEndpoint(endpoint, "SELECT 1 FROM entity_row WHERE entity = 'merge_conflict'")).toHaveLength(1);
  const [conflict] = (await luz.call('conflict.list', {})).open;
  // Two desks that decide apart: both decisions are on record, and it is settled.
  await apart(team, () => ana.call('conflict.resolve', { conflict: conflict?.id ?? '', decision: 'kept' }), () => luz.call('conflict.resolve', { conflict: conflict?.id ?? '', decision: 'kept' }));
  await expectEqual(endpoint, ana, luz);
  expect([await listed(ana), await listed(luz)]).toEqual([[], []]);
});
