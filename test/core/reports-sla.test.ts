import { expect, test } from 'vitest';
import { acme, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';
import { layContract } from '#test/support/desk/under-contract.ts';

const june = { from: '2026-06-01', to: '2026-06-30', tz: 'America/Lima' };
const july = { ...june, from: '2026-07-01', to: '2026-07-31' };

/** Confirmed on Friday 12 June at 10:00 of Lima, with an agreed S3: to be answered by 18:00, solved by Thursday 14:00. */
const started = async (desk: Desk): Promise<string> => {
  const { id: contact } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  const id = await newTicket(desk);
  await desk.call('ticket.move', { id, lane: 'S3', place: { at: 'top' } });
  await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'Puede esperar', contact, channel: 'phone' });
  await desk.call('ticket.edit', { id, fields: { authorised_at: '2026-06-12T15:00:00.000Z' } });
  return id;
};

test('a promise counts when it is kept, or when it was due and broken; what still runs does not', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  expect((await desk.call('report.service', june)).total.sla).toEqual({ response: { of: 0, met: 0, metOnRecord: 0 }, resolution: { of: 0, met: 0, metOnRecord: 0 } });
  desk.clock.set('2026-06-12T16:00:00.000Z');
  await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Lo vemos' });
  desk.clock.set('2026-07-10T16:00:00.000Z');
  const report = await desk.call('report.service', june);
  expect(report.total.sla).toEqual({ response: { of: 1, met: 1, metOnRecord: 1 }, resolution: { of: 1, met: 0, metOnRecord: 0 } });
  expect(report.slaBySeverity.S3).toEqual(report.total.sla);
  expect(report.slaBySeverity.S1.response.of).toBe(0);
  expect(report.clients[0]?.sla).toEqual(report.total.sla);
  // It was due in June: July's figure is not touched by it.
  expect((await desk.call('report.service', july)).total.sla.resolution.of).toBe(0);
});

test('what a reclassification rewrites is told beside what was on record', async () => {
  const desk = openDesk();
  layContract(desk);
  const id = await started(desk);
  desk.clock.set('2026-06-12T20:00:00.000Z');
  await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Lo vemos' });
  desk.clock.set('2026-06-12T21:00:00.000Z');
  await desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
  await desk.call('ticket.agree', { id, mode: 'reclassified', impact: 'Nadie facturaba desde el principio', contact: null, contact_name: 'Rosa', channel: 'phone' });
  // As S1 it had to be answered within half an hour and solved within four: both were missed, in hindsight alone.
  const { slaBySeverity } = await desk.call('report.service', june);
  expect(slaBySeverity.S1).toEqual({ response: { of: 1, met: 0, metOnRecord: 1 }, resolution: { of: 1, met: 0, metOnRecord: 1 } });
});
