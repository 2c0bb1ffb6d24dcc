import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { lanes } from '#shared/domain/enums.ts';
import { runSeed } from '#test/support/dice/seeded.ts';
import type { Fault } from '#test/support/network/flaky-proxy.ts';
import { ask, askEndpoint, expectEqual, teamDesk, teamEndpoint, type SavedDesk, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';

const runs = Number(process.env['CARRIL_RUNS'] ?? 30);
const seed = runSeed();

const acts = ['create', 'move', 'edit', 'agree', 'message', 'time', 'timeEdit', 'timeDelete', 'undo', 'redo', 'fault', 'sync', 'syncAside', 'pause', 'restartDesk', 'restartEndpoint'] as const;
interface Step {
  readonly desk: number;
  readonly act: (typeof acts)[number];
  /** Which ticket, entry, lane or fault: taken modulo what there is. */
  readonly pick: number;
}

const often = { create: 3, move: 5, edit: 6, message: 5, time: 3, timeEdit: 3, fault: 4, sync: 3, syncAside: 3, pause: 3 } as const;
const step: fc.Arbitrary<Step> = fc.record({
  desk: fc.nat(2),
  act: fc.oneof(...acts.map((act) => ({ weight: act in often ? often[act as keyof typeof often] : 1, arbitrary: fc.constant(act) }))),
  pick: fc.nat(10_000),
});

const faults: readonly Fault[] = [
  { is: 'lost' },
  { is: 'answer_lost' },
  { is: 'answer_cut', at: 0.3 },
  { is: 'answer_cut', at: 0.9 },
  { is: 'request_cut', at: 0.5 },
  { is: 'twice' },
  { is: 'slow', ms: 25 },
  { is: 'answered', status: 503, type: 'text/html', body: 'busy' },
  { is: 'answered', status: 200, type: 'text/html', body: '<p>portal</p>' },
];

const one = <T>(from: readonly T[], pick: number): T | undefined => from[pick % Math.max(1, from.length)];

/** What a person may be told while others work on the same things; anything else is a fault of ours. */
const expected: readonly ErrorCode[] = ['not_found', 'not_allowed', 'undo_blocked', 'nothing_to_undo', 'invalid_input', 'entry_locked', 'deleted'];

interface World {
  readonly endpoint: TeamEndpoint;
  readonly desks: readonly TeamDesk[];
  readonly client: string;
  /** Every text that a desk confirmed as written. */
  readonly written: Map<string, TeamDesk>;
}

let texts = 0;

const act = async ({ endpoint, desks, client, written }: World, { desk: at, act: what, pick }: Step): Promise<void> => {
  const desk = desks[at % desks.length];
  if (desk === undefined) return;
  const ticket = one(ask<{ id: string }>(desk, 'SELECT id FROM ticket ORDER BY id'), pick)?.id;
  const entry = one(ask<{ id: string }>(desk, 'SELECT id FROM time_entry ORDER BY id'), pick)?.id;
  const text = (): string => `texto ${(texts += 1)}`;
  const hour = String(pick % 24).padStart(2, '0');
  switch (what) {
    case 'create':
      return void (await desk.call('ticket.create', { title: text(), client, channel: 'phone' }));
    case 'move':
      if (ticket !== undefined) await desk.call('ticket.move', { id: ticket, lane: one(lanes, pick) ?? 'S1', place: pick % 2 === 0 ? { at: 'top' } : { at: 'bottom' } });
      return;
    case 'edit':
      if (ticket === undefined) return;
      await desk.call('ticket.edit', { id: ticket, fields: one([{ title: text() }, { objective: text() }, { module: text(), workaround: text() }, { scope: 'in' as const, scope_clause: text() }], pick) ?? {} });
      return;
    case 'agree':
      if (ticket !== undefined) await desk.call('ticket.agree', { id: ticket, mode: 'impact_changed', impact: text(), contact: null, channel: 'phone' });
      return;
    case 'message': {
      if (ticket === undefined) return;
      const body = text();
      await desk.call('message.add', { ticket, direction: 'out', channel: 'phone', body });
      written.set(body, desk);
      return;
    }
    case 'time': {
      const note = text();
      await desk.call('time.add', { ticket: pick % 3 === 0 ? null : (ticket ?? null), task: 'Reunión', start: `2026-06-12T${hour}:00:00.000Z`, end: `2026-06-12T${hour}:30:00.000Z`, tz: 'America/La_Paz', note });
      return;
    }
    case 'timeEdit':
      if (entry !== undefined) await desk.call('time.edit', { id: entry, ...(pick % 2 === 0 ? { note: text() } : { ticket: ticket ?? null }) });
      return;
    case 'timeDelete':
      if (entry !== undefined) await desk.call('time.delete', { id: entry });
      return;
    case 'undo':
      return void (await desk.call('history.undo', {}));
    case 'redo':
      return void (await desk.call('history.redo', {}));
    case 'fault': {
      const fault = one(faults, pick);
      let left = 1 + (pick % 3);
      const only = one(['/v1/push', '/v1/pull', '/v1/'], pick >> 4) ?? '/v1/';
      desk.proxy.plan = (seen) => {
        if (left === 0 || fault === undefined || !seen.path.startsWith(only)) return null;
        left -= 1;
        return fault;
      };
      if (pick % 5 === 0) desk.proxy.breakAll();
      return;
    }
    case 'sync':
      return void (await desk.call('sync.now', {}));
    case 'syncAside':
      void desk.call('sync.now', {}).catch(() => undefined);
      return;
    case 'pause':
      return sleep(pick % 40);
    case 'restartDesk':
      return desk.restart();
    case 'restartEndpoint':
      await endpoint.stop();
      return endpoint.start();
  }
};

const actOrTold = async (world: World, each: Step): Promise<void> => {
  try {
    await act(world, each);
  } catch (error) {
    if (!(error instanceof AppError) || !expected.includes(error.code)) throw error;
  }
};

/** What was written is there once, or is shown as refused, or went with its ticket and is on record. Never twice, never nowhere. */
const expectOnce = async ({ endpoint, written }: World): Promise<void> => {
  const counted = new Map(
    askEndpoint<{ body: string; n: number }>(endpoint, "SELECT fields ->> '$.body' AS body, count(*) AS n FROM entity_row WHERE entity = 'message' AND deleted = 0 GROUP BY 1").map((row) => [row.body, row.n]),
  );
  const wentAlong = new Set(askEndpoint<{ body: string }>(endpoint, "SELECT value ->> '$.body' AS body FROM merge_loss WHERE entity = 'message'").map((row) => row.body));
  for (const [body, desk] of written) {
    const kept = ask<{ body: string }>(desk, "SELECT fields ->> '$.body' AS body FROM outbox WHERE state = 'refused' AND entity = 'message'").some((row) => row.body === body);
    const times = counted.get(body) ?? 0;
    expect({ body, ok: times === 1 ? !kept : times === 0 && (kept || wentAlong.has(body)) }).toEqual({ body, ok: true });
  }
};

const expectAtRest = (desk: TeamDesk): void => {
  expect(ask(desk, "SELECT op FROM outbox WHERE state = 'waiting'")).toEqual([]);
  expect(ask(desk, 'SELECT entity, key FROM sync_base')).toEqual([]);
  expect(ask(desk, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(desk.desk().log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
};

/** A team that has met, made once: signing in costs a password's hash each time. */
const meet = async (): Promise<{ readonly endpoint: string; readonly desks: readonly SavedDesk[]; readonly client: string }> => {
  const endpoint = await teamEndpoint();
  const desks: TeamDesk[] = [];
  for (const name of ['ana', 'luz', 'ana'] as const) desks.push(await teamDesk(endpoint, name));
  const [first] = desks;
  if (first === undefined) throw new Error('nobody came');
  const { id: client } = await first.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  for (let n = 0; n < 2; n += 1) await first.call('ticket.create', { title: `Base ${n}`, client, channel: 'phone' });
  await expectEqual(endpoint, ...desks);
  const saved = desks.map((desk) => ({ dir: desk.desk().dir, token: desk.desk().token() }));
  for (const desk of desks) await desk.close();
  await endpoint.stop();
  return { endpoint: endpoint.dir, desks: saved, client };
};

const day = 86_400_000;
const wrong = fc.constantFrom(0, 0, 0, 20_000, -90_000, 90_000, -day, day);

test(`desks converge whatever happens between them (CARRIL_SEED=${seed})`, { timeout: 180_000 }, async () => {
  const met = await meet();
  await fc.assert(
    fc.asyncProperty(fc.array(wrong, { minLength: 2, maxLength: 3 }), fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), async (offsets, steps) => {
      const endpoint = await teamEndpoint([], met.endpoint);
      const { client } = met;
      const desks: TeamDesk[] = [];
      try {
        for (const [index, offset] of offsets.entries()) {
          const from = met.desks[index];
          if (from === undefined) continue;
          desks.push(await teamDesk(endpoint, index === 1 ? 'luz' : 'ana', { clock: { now: () => Date.now() + offset }, from }));
        }
        const world: World = { endpoint, desks, client, written: new Map() };
        for (const each of steps) await actOrTold(world, each);
        for (const { proxy } of desks) proxy.plan = () => null;
        await expectEqual(endpoint, ...desks);
        await expectOnce(world);
        for (const desk of desks) expectAtRest(desk);
      } finally {
        for (const desk of desks) await desk.close();
        await endpoint.stop();
      }
    }),
    { numRuns: runs, seed, endOnFailure: process.env['CARRIL_SHRINK'] === undefined },
  );
});
