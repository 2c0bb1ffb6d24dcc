import { cpSync, copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { ask, askEndpoint, expectEqual, settled, teamDesk, teamEndpoint, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';

const day = 86_400_000;

/** As a person does who is told that this desk has to be signed in. */
const enter = (desk: TeamDesk): Promise<void> =>
  expect
    .poll(
      async () => {
        const { state, waitingOps } = await desk.call('sync.now', {});
        if (state === 'signed_out') await desk.signIn();
        return [state, waitingOps];
      },
      { timeout: 15_000, interval: 30 },
    )
    .toEqual(['idle', 0]);

const answers = (endpoint: TeamEndpoint, device: string): number => Number(askEndpoint<{ n: number }>(endpoint, 'SELECT count(*) AS n FROM receipt WHERE device = ?', device)[0]?.n);

/** What was sent more than 90 days ago from a desk, and waits on the copy of it that is put back: the endpoint has forgotten that it had it. */
test.each(['folder', 'database'] as const)('a desk whose %s is put back from a copy older than the answers that the endpoint keeps does nothing twice, loses nothing and is refused nothing', { timeout: 60_000 }, async (what) => {
  let now = Date.parse('2026-10-20T13:00:00.000Z');
  const clock = { now: () => now };
  const endpoint = await teamEndpoint(['ana', 'luz'], undefined, clock.now);
  const ana = await teamDesk(endpoint, 'ana', { clock });
  const luz = await teamDesk(endpoint, 'luz', { clock });
  const { id: client } = await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  const old = await ana.call('ticket.create', { title: 'Viejo', client, channel: 'phone' });
  const moved = await ana.call('ticket.create', { title: 'Se mueve', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);

  // It waits on the copy, and goes out from the desk.
  luz.proxy.plan = () => ({ is: 'lost' });
  const mine = await luz.call('ticket.create', { title: 'De Luz', client, channel: 'phone' });
  await luz.call('message.add', { ticket: mine.id, direction: 'out', channel: 'phone', body: 'Una vez' });
  await luz.call('time.add', { ticket: mine.id, start: '2026-10-20T12:00:00.000Z', end: '2026-10-20T12:30:00.000Z', tz: 'America/La_Paz', note: 'Revisión' });
  await luz.call('ticket.edit', { id: old.id, fields: { title: 'Viejo, según Luz', objective: 'Lo puso Luz' } });
  await luz.call('ticket.move', { id: moved.id, lane: 'S2', place: { at: 'top' } });
  await expect.poll(async () => (await luz.call('sync.status', {})).state).toBe('offline');
  const copy = { dir: temporaryFolder(), token: luz.desk().token() };
  await luz.desk().core.close();
  cpSync(luz.desk().dir, copy.dir, { recursive: true });
  luz.proxy.plan = () => null;
  await luz.restart();
  await settled(luz);
  const { device } = await luz.call('session.get', {});

  // Others go on from there, and so does she.
  await settled(ana);
  await ana.call('ticket.edit', { id: mine.id, fields: { title: 'De Luz, corregido' } });
  await ana.call('ticket.edit', { id: old.id, fields: { title: 'Viejo, según Ana' } });
  await ana.call('ticket.move', { id: moved.id, lane: 'S1', place: { at: 'top' } });
  await settled(ana);
  await luz.call('ticket.create', { title: 'Después', client, channel: 'phone' });
  await settled(luz);
  for (const days of [1, 1, 91]) {
    now += days * day;
    await endpoint.now().endpoint.prune();
    for (const desk of [ana, luz]) await settled(desk);
  }
  await endpoint.now().endpoint.prune();
  expect(answers(endpoint, device)).toBeLessThanOrEqual(1);

  await luz.desk().core.close();
  const { dir } = luz.desk();
  for (const tail of ['-wal', '-shm']) rmSync(path.join(dir, `carril.db${tail}`), { force: true });
  if (what === 'folder') cpSync(copy.dir, dir, { recursive: true });
  else copyFileSync(path.join(copy.dir, 'carril.db'), path.join(dir, 'carril.db'));
  await luz.restart();
  expect((await luz.call('sync.status', {})).waiting).toBe(5);
  await enter(luz);
  await expectEqual(endpoint, ana, luz);
  expect(ask(luz, 'SELECT command, code FROM outbox')).toEqual([]);
  const rows = (entity: string): readonly string[] =>
    askEndpoint<{ fields: string }>(endpoint, 'SELECT fields FROM entity_row WHERE entity = ? AND deleted = 0', entity).map((row) => JSON.parse(row.fields) as { title?: string; body?: string; note?: string; severity?: string }).map(({ title, body, note, severity }) => [title ?? body ?? note, severity].join(' ').trim()).toSorted();
  expect(rows('ticket')).toEqual(['De Luz, corregido', 'Después', 'Se mueve S1', 'Viejo, según Ana']);
  expect(rows('message')).toEqual(['Una vez']);
  expect(rows('time_entry')).toEqual(['Revisión']);
  expect((await ana.call('ticket.get', { id: old.id })).ticket.objective).toBe('Lo puso Luz');
  // Nobody is asked to judge anew what was settled long ago.
  expect(rows('merge_conflict')).toEqual([]);
});
