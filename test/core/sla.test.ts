import { expect, test } from 'vitest';
import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { countStale } from '#core/sla/keep-marks.ts';
import { stateOfMark } from '#shared/domain/sla/sla-mark.ts';
import { acme, codeOfError, luis, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';
import { contractFields, contractIds, layContract, policyFields } from '#test/support/desk/under-contract.ts';

const cardOf = async (desk: Desk, id: string) => {
  const pages = await Promise.all((['untriaged', 'S1', 'S2', 'S3', 'S4'] as const).map((lane) => desk.call('board.page', { lane, offset: 0, limit: 50, filter: {} })));
  const card = pages.flatMap((page) => page.cards).find((one) => one.id === id);
  if (card === undefined) throw new Error('not on the board');
  return card;
};

/** A ticket of Acme's contract that the responsible has confirmed, with an agreed S3, on Friday 12 June at 10:00 of Lima. */
const started = async (desk: Desk): Promise<string> => {
  const { id: contact } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  const id = await newTicket(desk);
  await desk.call('ticket.move', { id, lane: 'S3', place: { at: 'top' } });
  await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'Puede esperar', contact, channel: 'phone' });
  await desk.call('ticket.edit', { id, fields: { authorised_at: '2026-06-12T15:00:00.000Z', kind: 'information', service_level: 'continuity', client_responsible: contact, owner: luis.id, objective: 'Que imprima', scope: 'in', consultant: luis.id } });
  return id;
};

test('a ticket under contract counts from the confirmation, in the hours of the contract, and an answer stops the first clock', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  const { sla } = await cardOf(desk, id);
  // Eight hours of that Friday; forty, of nine a day, end on Thursday at 14:00.
  expect(sla).toMatchObject({ cycle: 1, severity: 'S3', policy: 1, response: { is: 'running', warnAt: '2026-06-12T21:00:00.000Z', dueAt: '2026-06-12T23:00:00.000Z' }, resolution: { is: 'running', dueAt: '2026-06-18T19:00:00.000Z' } });
  desk.clock.set('2026-06-12T16:00:00.000Z');
  await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Lo vemos' });
  expect((await cardOf(desk, id)).sla?.response).toEqual({ is: 'stopped', state: 'met', at: '2026-06-12T16:00:00.000Z', dueAt: '2026-06-12T23:00:00.000Z' });
  const told = await desk.call('ticket.sla', { id });
  expect(told.cycles.map((cycle) => [cycle.n, cycle.response.state, cycle.resolution.state])).toEqual([[1, 'met', 'running']]);
});

test('a card that was only moved moves no due time; its agreement does', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  desk.clock.set('2026-06-12T16:00:00.000Z');
  await desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
  expect((await cardOf(desk, id)).sla).toMatchObject({ severity: 'S3', response: { dueAt: '2026-06-12T23:00:00.000Z' } });
  await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'Nadie factura', contact: null, contact_name: 'Rosa', channel: 'phone' });
  expect((await cardOf(desk, id)).sla).toMatchObject({ severity: 'S1', response: { dueAt: '2026-06-12T16:30:00.000Z' }, resolution: { dueAt: '2026-06-12T20:00:00.000Z' } });
});

test('a wait that the contract knows stands the clock, a step that is taken back takes its fact back', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  for (const to of ['triaged', 'assigned', 'in_diagnosis'] as const) await desk.call('ticket.transition', { id, to });
  await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Lo vemos' });
  desk.clock.set('2026-06-12T16:00:00.000Z');
  await desk.call('ticket.transition', { id, to: 'waiting_client', comment: '¿Qué usuario?' });
  expect((await cardOf(desk, id)).sla?.resolution).toEqual({ is: 'paused', leftSec: 2400 * 60 - 3600 });
  expect((await desk.call('board.counts', { filter: { sla: 'paused' } })).total).toBe(1);
  desk.clock.pass(60);
  await desk.call('history.undo', {});
  expect((await cardOf(desk, id)).sla?.resolution).toMatchObject({ is: 'running', dueAt: '2026-06-18T19:01:00.000Z' });
  expect((await desk.call('ticket.sla', { id })).why.resolution?.stretches.filter((stretch) => stretch.is === 'counted').reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)).toBe(2400 * 60_000);
});

test('why it is due: without a gap from the start to the due time, the counted stretches are the target', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  const { why } = await desk.call('ticket.sla', { id });
  const told = why.resolution;
  if (told == null) throw new Error('nothing is told');
  expect(told).toMatchObject({ severity: 'S3', targetMin: 2400, from: '2026-06-12T15:00:00.000Z', dueAt: '2026-06-18T19:00:00.000Z', calendar: { name: 'Lima, oficina', version: 1, tz: 'America/Lima' }, standing: false });
  expect([told.stretches[0]?.from, told.stretches.at(-1)?.to]).toEqual([told.from, told.dueAt]);
  expect(told.stretches.slice(1).every((stretch, index) => stretch.from === told.stretches[index]?.to)).toBe(true);
  expect(told.stretches.filter(({ is }) => is === 'counted').reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)).toBe(2400 * 60_000);
});

test('a cycle goes by the policy that it began with; another contract, calendar or policy row is counted anew', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  write(desk.spine.db, (tx) => {
    putRow(tx, 'sla_policy', contractIds.stricter, policyFields(2, 60) as never, {});
    putRow(tx, 'contract', contractIds.contract, { ...contractFields('monthly_sla'), sla_policy: contractIds.stricter } as never, {});
  });
  expect((await cardOf(desk, id)).sla).toMatchObject({ policy: 1, response: { dueAt: '2026-06-12T23:00:00.000Z' } });
  // The same version says something else now, as the endpoint's row of it does: every desk counts the same.
  write(desk.spine.db, (tx) => putRow(tx, 'sla_policy', contractIds.policy, policyFields(1, 120) as never, {}));
  expect((await cardOf(desk, id)).sla).toMatchObject({ policy: 1, response: { dueAt: '2026-06-12T17:00:00.000Z' } });
  write(desk.spine.db, (tx) => putRow(tx, 'contract', contractIds.contract, contractFields('hours_bank') as never, {}));
  expect((await cardOf(desk, id)).sla).toMatchObject({ response: null, resolution: null });
});

test('without a contract nothing is promised; one of another client is refused', async () => {
  const desk = openDesk();
  const id = await started(desk);
  expect((await cardOf(desk, id)).sla).toBeNull();
  expect(await desk.call('ticket.sla', { id })).toMatchObject({ modality: null, marks: null });
  layContract(desk);
  await desk.call('ticket.edit', { id, fields: { contract: contractIds.contract } });
  expect((await cardOf(desk, id)).sla).toMatchObject({ severity: 'S3' });
  const other = '0190a000-0000-7000-8000-0000000000c9';
  const foreign = '0190a000-0000-7000-8000-0000000000d9';
  write(desk.spine.db, (tx) => {
    putRow(tx, 'client', other, { name: 'Otra', country: null, tz: 'America/Lima', odoo: null }, {});
    putRow(tx, 'contract', foreign, { ...contractFields('monthly_sla'), client: other } as never, {});
  });
  expect(await codeOfError(desk.call('ticket.edit', { id, fields: { contract: foreign } }))).toMatchObject({ code: 'invalid_input' });
});

test('the board filters by what the clocks say now, and the heads tell what is due first', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  const totals = async () => Promise.all((['breached', 'at_risk', 'paused'] as const).map(async (sla) => (await desk.call('board.counts', { filter: { sla } })).total));
  expect(await totals()).toEqual([0, 0, 0]);
  desk.clock.set('2026-06-12T21:00:00.000Z');
  expect(await totals()).toEqual([0, 1, 0]);
  desk.clock.set('2026-06-12T23:00:00.001Z');
  expect(await totals()).toEqual([1, 0, 0]);
  expect(await desk.call('board.due', { filter: {} })).toEqual([{ lane: 'S3', dueAt: '2026-06-12T23:00:00.000Z', warnAt: '2026-06-12T21:00:00.000Z' }]);
  const { sla } = await cardOf(desk, id);
  expect(stateOfMark(sla?.response ?? null, new Date(desk.clock.now()).toISOString())).toBe('breached');
  expect((await desk.call('ticket.sla', { id })).cycles[0]?.recorded).toEqual([{ clock: 'response', dueAt: '2026-06-12T23:00:00.000Z', severity: 'S3' }]);
});

test('a reopened ticket begins another cycle; what the first missed stays on record', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  await desk.call('ticket.transition', { id, to: 'triaged' });
  desk.clock.set('2026-06-15T15:00:00.000Z');
  await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Tarde' });
  // As another system's close would stand here.
  const at = '2026-06-15T16:00:00.000Z';
  const event = (type: string, payload: object) => ({ ticket: id, type, at, recorded_at: at, actor: null, actor_name: null, device: id, payload });
  write(desk.spine.db, (tx) => putRow(tx, 'ticket_event', '0190a000-0000-7000-8000-0000000000e1', event('state_changed', { from: 'triaged', to: 'cancelled' }) as never, {}));
  expect((await cardOf(desk, id)).sla?.resolution).toBeNull();
  const told = await desk.call('ticket.sla', { id });
  expect(told.cycles[0]).toMatchObject({ response: { state: 'met_late' }, recorded: [{ clock: 'response', severity: 'S3' }] });
});

test('what is stale is counted in portions and only once', async () => {
  const desk = openDesk();
  layContract(desk);
  for (let n = 0; n < 7; n += 1) await newTicket(desk);
  expect([countStale(desk.spine.db, desk.clock.now(), 5), countStale(desk.spine.db, desk.clock.now(), 5), countStale(desk.spine.db, desk.clock.now(), 5)]).toEqual([5, 2, 0]);
});
