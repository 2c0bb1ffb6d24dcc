import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lanes, ticketStates } from '#shared/domain/enums.ts';
import { specOf } from '#shared/domain/entities/index.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { baseFor } from '#shared/sync/merge.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { runSeed, seededDice } from '#test/support/dice/seeded.ts';
import { addEvidence, addMessage, addTime, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene } from '#test/support/endpoint/scene.ts';
import { newId, type Draft } from '#test/support/endpoint/wire.ts';
import { ask, askEndpoint, expectEqual, settled, twoDesks, type TeamDesk } from '#test/support/network/team.ts';

const seed = runSeed();
const rounds = Number(process.env['CARRIL_RUNS'] ?? 3);
/** What a person may be told by his own desk; anything else is a fault of ours. */
const told: readonly ErrorCode[] = ['transition_blocked', 'invalid_input', 'not_allowed', 'entry_locked', 'undo_blocked', 'nothing_to_undo', 'no_timer', 'interval_invalid', 'agreement_required', 'not_found'];

interface Known {
  readonly desk: TeamDesk;
  readonly client: string;
  readonly pick: <T>(list: readonly T[]) => T;
}

const text = (): string => `texto ${newId()}`;

const person = (desk: TeamDesk, pick: Known['pick']): string => pick(ask<{ id: string }>(desk, 'SELECT id FROM user')).id;

const acts: Readonly<Record<string, (known: Known, ticket: string, entry: string | null) => Promise<unknown>>> = {
  create: ({ desk, client }) => desk.call('ticket.create', { title: text(), client, channel: 'phone' }),
  move: ({ desk, pick }, id) => desk.call('ticket.move', { id, lane: pick(lanes), place: { at: 'top' } }),
  agree: ({ desk }, id) => desk.call('ticket.agree', { id, mode: 'impact_changed', impact: text(), contact: null, channel: 'phone' }),
  complete: ({ desk, pick }, id) => {
    const responsible = pick(ask<{ id: string }>(desk, 'SELECT id FROM contact')).id;
    const fields = { kind: 'information', service_level: 'continuity', objective: text(), scope: 'in', authorised_at: '2026-06-12T15:00:00.000Z', owner: person(desk, pick), client_responsible: responsible } as const;
    return desk.call('ticket.edit', { id, fields });
  },
  assign: ({ desk, pick }, id) => desk.call('ticket.edit', { id, fields: { consultant: person(desk, pick), window_start: '2026-06-12T15:00:00.000Z', window_end: '2026-06-12T18:00:00.000Z' } }),
  transition: async ({ desk, pick }, id) => {
    const { next } = await desk.call('ticket.get', { id });
    const open = next.filter((step) => step.missing.every((missing) => missing === 'question_required' || missing.endsWith('reason_required') || missing === 'rejection_comment_required'));
    const to = pick(open.length > 0 ? open.map((step) => step.to) : ticketStates);
    return desk.call('ticket.transition', { id, to, ...(to === 'cancelled' ? { cancel_reason: 'withdrawn' as const } : {}), comment: text(), reason: text() });
  },
  message: ({ desk }, ticket) => desk.call('message.add', { ticket, direction: 'out', channel: 'phone', body: text() }),
  evidence: async ({ desk }, ticket) => {
    const draft = await desk.call('evidence.stage', { png: smallPng(8, 4, Math.floor(Math.random() * 65_000)), ticket, captured_at: new Date().toISOString() });
    return desk.call('evidence.attach', { draft: draft.id, ticket, stage: 'after', visibility: 'client', note: '' });
  },
  timer: ({ desk }, ticket) => desk.call('timer.start', { ticket, tz: 'America/La_Paz' }),
  stop: ({ desk }) => desk.call('timer.stop', { note: text() }),
  time: ({ desk, pick }, ticket) => desk.call('time.add', { ticket, start: '2026-06-12T15:00:00.000Z', end: `2026-06-12T1${pick([4, 6, 8])}:00:00.000Z`, tz: 'America/La_Paz', billable: pick([true, false]) }),
  timeEdit: async ({ desk, pick }, ticket, entry) => (entry === null ? null : desk.call('time.edit', { id: entry, ...pick([{ note: text() }, { ticket }, { end: '2026-06-12T19:00:00.000Z' }]) })),
  timeDelete: async ({ desk }, _ticket, entry) => (entry === null ? null : desk.call('time.delete', { id: entry })),
  undo: ({ desk }) => desk.call('history.undo', {}),
  redo: ({ desk }) => desk.call('history.redo', {}),
};
const often = ['transition', 'transition', 'transition', 'complete', 'agree', 'move', 'assign', 'message', 'undo', 'redo'] as const;

test(`what the desk allows on current rows the endpoint allows (CARRIL_SEED=${seed})`, { timeout: 60_000 + rounds * 60_000 }, async () => {
  let steps = 0;
  let allowed = 0;
  for (let round = 0; round < rounds; round += 1) {
    const dice = seededDice(seed + round);
    const pick: Known['pick'] = (list) => list[Math.floor(dice() * list.length)] as (typeof list)[number];
    const { endpoint, ana, luz, client } = await twoDesks();
    await ana.call('contact.create', { client, name: 'Responsable', authorised_from: '2026-01-01' });
    const known = [ana, luz].map((desk): Known => ({ desk, client, pick }));
    for (const each of known) await acts['create']?.(each, '', null);
    for (let act = 0; act < 60; act += 1) {
      for (const { desk } of known) await settled(desk);
      const each = pick(known);
      const ticket = pick(ask<{ id: string }>(each.desk, 'SELECT id FROM ticket ORDER BY rank, id LIMIT 3'));
      const entry = ask<{ id: string }>(each.desk, 'SELECT id FROM time_entry ORDER BY id').at(-1)?.id ?? null;
      const name = pick([...Object.keys(acts), ...often]);
      try {
        await acts[name]?.(each, ticket?.id ?? newId(), entry);
        allowed += 1;
      } catch (error) {
        if (!(error instanceof AppError) || !told.includes(error.code)) throw error;
      }
      await settled(each.desk);
      const refused = (await each.desk.call('sync.refused', {})).map(({ command, code, details, fields }) => ({ command, code, details, fields }));
      expect({ act: name, refused }).toEqual({ act: name, refused: [] });
    }
    steps += askEndpoint<{ n: number }>(endpoint, 'SELECT count(*) AS n FROM step_taken')[0]?.n ?? 0;
    await expectEqual(endpoint, ana, luz);
    await Promise.all([ana.close(), luz.close(), endpoint.stop()]);
    await sleep(1);
  }
  // The dice must have walked through the machine for this to mean anything.
  expect(allowed).toBeGreaterThan(rounds * 25);
  expect(steps).toBeGreaterThan(rounds);
});

const stateChanged = (ticket: string, actor: string, from: string, to: string, more: object = {}): Draft => ({
  kind: 'fact',
  entity: 'ticket_event',
  key: newId(),
  fields: { ticket, type: 'state_changed', at: '2026-06-12T15:45:00.000Z', recorded_at: '2026-06-12T15:45:00.000Z', actor, actor_name: null, device: newId(), payload: { from, to, ...more } },
});

test('what a forged op breaks is refused, and no row is changed', async () => {
  const scene = await openScene();
  const { desk: lead, nogal, prado } = scene;
  const forger = await scene.join([nogal]);
  const he = forger.userId();
  const [ticket, closed, theirs, entry, contact, foreign, contract] = [newId(), newId(), newId(), newId(), newId(), newId(), newId()];
  const run = newId();
  const imported = (key: string, by: string): Draft => ({ ...stateChanged(key, by, '', ''), fields: { ...stateChanged(key, by, '', '').fields, type: 'imported', payload: { run, source: 'a.csv' } } });
  const asGroup = (desk: typeof lead, drafts: readonly Draft[]) => {
    const group = newId();
    return drafts.map((draft) => desk.op({ ...draft, group }));
  };
  const contactOf = (key: string, client: string): Draft => ({ kind: 'insert', entity: 'contact', key, fields: { client, name: 'X', whatsapp: null, email: null, authorised_from: null, authorised_to: null, can_approve_hours: false } });
  const terms: Draft = {
    kind: 'insert',
    entity: 'contract',
    key: contract,
    fields: { client: nogal, modality: 'hours_bank', valid_from: '2026-01-01', valid_to: null, calendar: null, sla_policy: null, rounding: { unit_min: 15, mode: 'up', scope: 'entry', minimum_min: 0, grace_sec: 0 }, overdraft: 'warn', alert_pct: [], carry: { mode: 'none', cap_min: 0, months: 0 }, terms_version: null },
  };
  const made = await lead.push([
    lead.op(insertTicket(nogal, ticket)),
    ...asGroup(lead, [insertTicket(nogal, closed, { import_run: run, state: 'closed', closed_at: '2026-06-12T15:45:00.000Z' }), imported(closed, lead.userId())]),
    lead.op(insertTicket(prado, theirs)),
    lead.op({ ...addTime(ticket, he, entry), fields: { ...addTime(ticket, he).fields, status: 'draft' } }),
    lead.op({ kind: 'patch', entity: 'time_entry', key: entry, fields: { status: 'submitted' } }),
    lead.op(contactOf(contact, nogal)),
    lead.op(contactOf(foreign, prado)),
    lead.op(terms),
  ]);
  expect(made.map((result) => result.code ?? result.is)).toEqual(made.map(() => 'applied'));

  const stamps = new Map((await lead.pull()).rows.map((row) => [row.key, row.stamps]));
  /** As of one who has seen the latest. */
  const patch = (fields: Draft['fields'], key = ticket, entity: Draft['entity'] = 'ticket'): Draft => ({ kind: 'patch', entity, key, fields, base: baseFor(specOf(entity), stamps.get(key) ?? {}, Object.keys(fields)) });
  const time = (more: object): Draft => ({ ...addTime(ticket, he), key: newId(), fields: { ...addTime(ticket, he).fields, ...more } });
  const forged: readonly (readonly [what: string, code: string, drafts: readonly Draft[]])[] = [
    ['a step without what it needs', 'transition_blocked', [patch({ state: 'triaged' }), stateChanged(ticket, he, 'registered', 'triaged')]],
    ['a jump in the machine', 'transition_blocked', [patch({ state: 'closed', closed_at: '2026-06-12T15:45:00.000Z' }), stateChanged(ticket, he, 'registered', 'closed')]],
    ['a step that the log does not tell', 'invalid_input', [patch({ state: 'triaged' })]],
    ['a story that did not happen, to take it back', 'invalid_input', [stateChanged(ticket, he, 'closed', 'registered')]],
    ['a closing date on an open ticket', 'invalid_input', [patch({ closed_at: '2026-06-12T15:45:00.000Z' })]],
    ['another cycle', 'invalid_input', [patch({ cycle: 7 })]],
    ['a reopening without its reason', 'transition_blocked', [patch({ state: 'triaged', closed_at: null, cycle: 2 }, closed), stateChanged(closed, he, 'closed', 'triaged')]],
    ['a ticket that is born closed', 'transition_blocked', [insertTicket(nogal, newId(), { state: 'closed', closed_at: '2026-06-12T15:45:00.000Z' })]],
    ['an import that nobody made', 'invalid_input', [insertTicket(nogal, newId(), { import_run: run, state: 'closed', closed_at: '2026-06-12T15:45:00.000Z' })]],
    ['a ticket that becomes an import', 'not_allowed', [patch({ import_run: run })]],
    ['a severity that nobody agreed on', 'agreement_required', [patch({ agreed_severity: 'S1' })]],
    ['a consultant who is not there', 'not_found', [patch({ consultant: newId() })]],
    ['a contact of a client whom he may not see', 'not_found', [patch({ requester: foreign })]],
    ['a ticket of another tenant as duplicate', 'not_found', [patch({ duplicate_of: theirs })]],
    ['words in another\'s mouth', 'not_allowed', [{ ...addMessage(ticket), fields: { ...addMessage(ticket).fields, author: lead.userId() } }]],
    ['another\'s capture', 'not_allowed', [addEvidence(ticket, 'a'.repeat(64), 10, lead.userId())]],
    ['evidence of nothing', 'invalid_input', [addEvidence(ticket, 'a'.repeat(64), 0, he)]],
    ['the client\'s acceptance by whom it is not his to give', 'not_allowed', [{ kind: 'fact', entity: 'validation', key: newId(), fields: { ticket, cycle: 1, decision: 'accepted', contact, at: '2026-06-12T15:45:00.000Z', via: 'phone', on_behalf_by: null, comment: null } }]],
    ['time that ends before it starts', 'interval_invalid', [time({ end: '2026-06-12T15:00:00.000Z' })]],
    ['two days in one entry', 'interval_invalid', [time({ end: '2026-06-14T16:00:00.000Z', source: 'manual' })]],
    ['time that is approved from the start', 'entry_locked', [time({ status: 'client_approved' })]],
    ['submitted time, edited', 'entry_locked', [patch({ note: 'más' }, entry, 'time_entry')]],
    ['submitted time, deleted', 'entry_locked', [{ kind: 'delete', entity: 'time_entry', key: entry, fields: {} }]],
    ['his own time, approved', 'not_allowed', [patch({ status: 'lead_approved' }, entry, 'time_entry')]],
    ['another\'s time', 'not_allowed', [time({ user: lead.userId() })]],
    ['the terms of the service', 'not_allowed', [patch({ overdraft: 'allow' }, contract, 'contract')]],
    ['hours out of nothing', 'not_allowed', [{ kind: 'insert', entity: 'hours_lot', key: newId(), fields: { contract, kind: 'purchase', minutes: 6000, valid_from: '2026-01-01', expires_on: '2026-12-31', note: null } }]],
    ['another\'s ticket, deleted', 'not_allowed', [{ kind: 'delete', entity: 'ticket', key: ticket, fields: {} }]],
    ['a claim to have registered it', 'invalid_input', [{ ...stateChanged(ticket, he, '', ''), fields: { ...stateChanged(ticket, he, '', '').fields, type: 'registered', payload: { channel: 'portal' } } }]],
    ['an event, rewritten', 'fact_immutable', [{ ...addMessage(ticket), kind: 'patch', fields: { body: 'otra cosa' } }]],
    ['a conflict that was none', 'not_allowed', [{ kind: 'fact', entity: 'merge_conflict', key: newId(), fields: { ticket, entity: 'ticket', key: ticket, register: 'progress', lost_side: 'arriving', kept: {}, lost: { state: 'closed' }, base: null, by: null, at: '2026-06-12T15:45:00.000Z', look: true } }]],
    ['a decision on a conflict that is not there', 'not_found', [{ kind: 'fact', entity: 'conflict_resolution', key: newId(), fields: { ticket, conflict: newId(), decision: 'lost', by: he, at: '2026-06-12T15:45:00.000Z' } }]],
    ['another\'s rights', 'not_allowed', [patch({ role: 'admin' }, he, 'user')]],
    ['a client whom he does not serve', 'not_allowed', [insertClient()]],
  ];
  const before = (await lead.pull()).rows.map((row) => [row.key, row.row, row.stamps]);
  for (const [what, code, drafts] of forged) {
    const results = await forger.push(asGroup(forger, drafts));
    expect([what, results.find((result) => result.code !== 'group_refused')?.code]).toEqual([what, code]);
    expect([what, results.every((result) => result.is === 'refused')]).toEqual([what, true]);
  }
  expect((await lead.pull()).rows.map((row) => [row.key, row.row, row.stamps])).toEqual(before);
  await scene.server.stop();
});
