import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessMs } from '#shared/domain/calendar/business-time.ts';
import { severities, type Severity } from '#shared/domain/enums.ts';
import { replaySla } from '#shared/domain/sla/replay-sla.ts';
import type { SlaEvent, SlaFact } from '#shared/domain/sla/sla-event.ts';
import { eventsOf, offices, termsOf, type Office } from '#test/support/domain/office.ts';

const at = (text: string): number => Date.parse(text);
const only = (terms: ReturnType<typeof termsOf>, events: readonly SlaEvent[], now: string) => {
  const [cycle] = replaySla(terms, events, at(now));
  if (cycle === undefined) throw new Error('no cycle');
  return cycle;
};
const starts = (severity: Severity): SlaFact => ({ type: 'started', severity });

test('the worked examples of the service', () => {
  const [lp, li, sc] = [termsOf('laPaz'), termsOf('lima'), termsOf('santiago')];
  const due = (cycle: ReturnType<typeof only>) => [cycle.response.dueAt, cycle.resolution.dueAt];
  expect(due(only(lp, eventsOf([['2026-06-12T15:45:00Z', starts('S2')]]), '2026-06-12T16:00:00Z'))).toEqual(['2026-06-12T19:45:00.000Z', '2026-06-16T15:45:00.000Z']);
  expect(due(only(lp, eventsOf([['2026-08-05T21:30:00Z', starts('S3')]]), '2026-08-05T22:00:00Z'))[0]).toBe('2026-08-07T21:30:00.000Z');
  expect(due(only(sc, eventsOf([['2026-09-04T21:00:00Z', starts('S2')]]), '2026-09-05T12:00:00Z'))[0]).toBe('2026-09-07T13:00:00.000Z');
  expect(due(only(sc, eventsOf([['2026-09-06T02:30:00Z', starts('S1')]]), '2026-09-06T02:31:00Z'))[1]).toBe('2026-09-06T06:30:00.000Z');
  const paused = eventsOf([['2026-07-24T15:00:00Z', starts('S2')], ['2026-07-27T21:00:00Z', { type: 'paused', reason: 'waiting_client' }], ['2026-07-29T03:00:00Z', { type: 'resumed' }]]);
  expect(due(only(li, paused, '2026-07-30T14:30:00Z'))[1]).toBe('2026-07-30T15:00:00.000Z');
  const changes = (mode: 'impact_changed' | 'reclassified') => eventsOf([['2026-03-02T14:00:00Z', starts('S3')], ['2026-03-03T20:00:00Z', { type: 'severity_changed', to: 'S1', mode }]]);
  expect(due(only(li, changes('impact_changed'), '2026-03-03T20:01:00Z'))[1]).toBe('2026-03-04T00:00:00.000Z');
  const hindsight = only(li, changes('reclassified'), '2026-03-03T20:01:00Z');
  expect(hindsight.resolution).toMatchObject({ dueAt: '2026-03-02T18:00:00.000Z', state: 'breached', retroactive: true });
  const late = eventsOf([['2026-03-02T19:00:00Z', starts('S3')], ['2026-03-06T22:30:00Z', { type: 'severity_changed', to: 'S1', mode: 'impact_changed' }]]);
  expect(due(only(li, late, '2026-03-06T22:40:00Z'))[1]).toBe('2026-03-06T23:00:00.000Z');
});

test('at the due instant it is met, a millisecond later it is late; the threshold of risk is inclusive', () => {
  const answered = (text: string) => only(termsOf('lima'), eventsOf([['2026-03-02T14:00:00.000Z', starts('S1')], [text, { type: 'responded' }]]), '2026-03-02T15:00:00Z').response.state;
  expect([answered('2026-03-02T14:30:00.000Z'), answered('2026-03-02T14:30:00.001Z')]).toEqual(['met', 'met_late']);
  const seen = (now: string) => only(termsOf('lima'), eventsOf([['2026-03-02T14:00:00.000Z', starts('S1')]]), now).response.state;
  expect([seen('2026-03-02T14:22:29.999Z'), seen('2026-03-02T14:22:30.000Z'), seen('2026-03-02T14:30:00.000Z'), seen('2026-03-02T14:30:00.001Z')]).toEqual(['running', 'at_risk', 'at_risk', 'breached']);
});

test('an acknowledgement by a machine is no response; a wait that the contract does not know pauses nothing', () => {
  const events = eventsOf([['2026-03-02T14:00:00Z', starts('S2')], ['2026-03-02T14:01:00Z', { type: 'responded', automatic: true }], ['2026-03-02T15:00:00Z', { type: 'paused', reason: 'waiting_third_party' }]]);
  const cycle = only(termsOf('lima'), events, '2026-03-02T15:30:00Z');
  expect([cycle.response.stoppedAt, cycle.resolution.state, cycle.resolution.remainingSec]).toEqual([null, 'running', 960 * 60 - 90 * 60]);
});

test('an hours bank has no clocks; S4 has none for the solution', () => {
  const events = eventsOf([['2026-03-02T14:00:00Z', starts('S4')]]);
  expect(only({ ...termsOf('lima'), modality: 'hours_bank' }, events, '2026-03-03T14:00:00Z')).toMatchObject({ policy: null, response: { state: 'not_applicable' }, resolution: { state: 'not_applicable' } });
  expect(only(termsOf('lima'), events, '2026-03-03T14:00:00Z')).toMatchObject({ response: { state: 'running' }, resolution: { state: 'not_applicable', dueAt: null } });
  expect(replaySla(termsOf('lima'), eventsOf([['2026-03-02T14:00:00Z', { type: 'responded' }]]), at('2026-03-03T14:00:00Z'))).toEqual([]);
});

test('what was missed stays missed when the impact eases; a reclassification recomputes it and keeps it on record', () => {
  const began: readonly (readonly [string, SlaFact])[] = [['2026-03-02T14:00:00Z', starts('S1')]];
  const changed = (mode: 'impact_changed' | 'reclassified') => only(termsOf('lima'), eventsOf([...began, ['2026-03-02T20:00:00Z', { type: 'severity_changed', to: 'S3', mode }]]), '2026-03-02T21:00:00Z');
  const missed = [{ clock: 'response', dueAt: '2026-03-02T14:30:00.000Z', severity: 'S1' }, { clock: 'resolution', dueAt: '2026-03-02T18:00:00.000Z', severity: 'S1' }];
  expect(changed('impact_changed').resolution).toMatchObject({ state: 'breached', dueAt: '2026-03-02T18:00:00.000Z' });
  expect(changed('reclassified').resolution).toMatchObject({ state: 'running', remainingSec: (2400 - 7 * 60) * 60 });
  expect(changed('reclassified').recorded).toEqual(missed);
});

test('a reopened ticket begins a cycle, which goes by the policy of then; the closed one is as it was', () => {
  const terms = termsOf('lima');
  const [policy] = terms.policies;
  if (policy === undefined) throw new Error('no policy');
  const stricter = { ...policy, version: 2, targets: { ...policy.targets, S2: { calendar: 'always', responseMin: 10, resolutionMin: 60 } } };
  const facts: readonly (readonly [string, SlaFact])[] = [
    ['2026-03-02T14:00:00Z', { type: 'started', severity: 'S2', policy: 1 }],
    ['2026-03-02T14:10:00Z', { type: 'responded' }],
    ['2026-03-02T16:00:00Z', { type: 'delivered' }],
    ['2026-03-02T17:00:00Z', { type: 'closed' }],
  ];
  const closed = replaySla({ ...terms, policies: [policy, stricter] }, eventsOf(facts), at('2026-03-10T00:00:00Z'));
  const again = replaySla({ ...terms, policies: [policy, stricter] }, eventsOf([...facts, ['2026-03-09T15:00:00Z', { type: 'reopened', policy: 2 }]]), at('2026-03-10T00:00:00Z'));
  expect(again.slice(0, 1)).toEqual(closed);
  expect(closed[0]).toMatchObject({ resolution: { state: 'met', stoppedAt: '2026-03-02T16:00:00.000Z' } });
  expect(again[1]).toMatchObject({ n: 2, policy: 2, severity: 'S2', resolution: { state: 'breached', dueAt: '2026-03-09T16:00:00.000Z' } });
});

const someOffice = fc.constantFrom<Office>('laPaz', 'lima', 'santiago', 'madrid');
const someSeverity = fc.constantFrom<Severity>(...severities);
const someFact: fc.Arbitrary<SlaFact> = fc.oneof(
  fc.record({ type: fc.constant('responded' as const), automatic: fc.boolean() }),
  fc.constant<SlaFact>({ type: 'paused', reason: 'waiting_client' }),
  fc.constant<SlaFact>({ type: 'resumed' }),
  fc.record({ type: fc.constant('severity_changed' as const), to: someSeverity, mode: fc.constantFrom('impact_changed' as const, 'reclassified' as const) }),
  fc.constant<SlaFact>({ type: 'delivered' }),
  fc.constant<SlaFact>({ type: 'validation_rejected' }),
);
const start = fc.integer({ min: at('2026-01-01T00:00:00Z') / 60_000, max: at('2026-12-01T00:00:00Z') / 60_000 }).map((minute) => minute * 60_000);
/** A ticket's log: its start, then things that happen minutes to days apart. */
const someLog = fc.tuple(start, someSeverity, fc.array(fc.tuple(fc.integer({ min: 0, max: 4000 }), someFact), { maxLength: 12 })).map(([began, severity, later]) => {
  let ms = began;
  const facts: (readonly [string, SlaFact])[] = [[new Date(ms).toISOString(), { type: 'started', severity }]];
  for (const [minutes, fact] of later) {
    ms += minutes * 60_000;
    facts.push([new Date(ms).toISOString(), fact]);
  }
  return { events: eventsOf(facts), end: ms };
});

test('the order in which events arrive changes nothing', () => {
  fc.assert(
    fc.property(someOffice, someLog, fc.infiniteStream(fc.nat()), (office, { events, end }, dice) => {
      const shuffled = events.map((event) => ({ event, at: dice.next().value as number })).toSorted((a, b) => a.at - b.at);
      expect(replaySla(termsOf(office), shuffled.map(({ event }) => event), end + 1e8)).toEqual(replaySla(termsOf(office), events, end + 1e8));
    }),
  );
});

test('a pause never brings the due time nearer', () => {
  fc.assert(
    fc.property(someOffice, start, fc.constantFrom<Severity>('S1', 'S2', 'S3'), fc.nat(5000), fc.nat(5000), (office, began, severity, before, length) => {
      const paused = began + before * 60_000;
      const facts = (text: number): string => new Date(text).toISOString();
      const plain = eventsOf([[facts(began), starts(severity)]]);
      const waits = eventsOf([[facts(began), starts(severity)], [facts(paused), { type: 'paused', reason: 'waiting_client' }], [facts(paused + length * 60_000), { type: 'resumed' }]]);
      const dueOf = (events: readonly SlaEvent[]) => String(replaySla(termsOf(office), events, paused + length * 60_000)[0]?.resolution.dueAt);
      expect(dueOf(waits) >= dueOf(plain)).toBe(true);
    }),
  );
});

test('a worse severity never puts a due time later', () => {
  fc.assert(
    fc.property(someOffice, someLog, someSeverity, fc.nat(5000), (office, { events, end }, to, minutes) => {
      const changeAt = end + minutes * 60_000;
      const [before] = replaySla(termsOf(office), events, changeAt);
      const worsens = { type: 'severity_changed', to, mode: 'impact_changed', at: new Date(changeAt).toISOString(), seq: events.length } as const;
      const [after] = replaySla(termsOf(office), [...events, worsens], changeAt);
      const worsened = before !== undefined && to < before.severity;
      const put = (['response', 'resolution'] as const).filter((clock) => worsened && before[clock].dueAt !== null && String(after?.[clock].dueAt) > String(before[clock].dueAt));
      expect(put).toEqual([]);
    }),
  );
});

test('replaying a prefix never contradicts what was recorded', () => {
  fc.assert(
    fc.property(someOffice, someLog, fc.nat(12), (office, { events, end }, length) => {
      const prefix = events.slice(0, Math.max(1, length));
      const seen = replaySla(termsOf(office), prefix, at(prefix.at(-1)?.at ?? ''))[0];
      const later = replaySla(termsOf(office), events, end)[0];
      for (const breach of seen?.recorded ?? []) expect(later?.recorded).toContainEqual(breach);
    }),
  );
});

test('what is left and what is used are the target, in the open time of its calendar', () => {
  fc.assert(
    fc.property(someOffice, start, fc.nat(900), (office, began, minutes) => {
      const now = began + minutes * 60_000;
      const [cycle] = replaySla(termsOf(office), eventsOf([[new Date(began).toISOString(), starts('S3')]]), now);
      expect((cycle?.resolution.remainingSec ?? 0) * 1000 + businessMs(offices[office], began, now)).toBe(2400 * 60_000);
      expect((cycle?.resolution.elapsedSec ?? 0) * 1000).toBe(businessMs(offices[office], began, now));
    }),
  );
});
