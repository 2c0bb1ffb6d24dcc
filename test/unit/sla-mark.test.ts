import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severities, severityModes } from '#shared/domain/enums.ts';
import { replayCycles, replaySla } from '#shared/domain/sla/replay-sla.ts';
import type { SlaFact } from '#shared/domain/sla/sla-event.ts';
import { marksOf, stateOfMark } from '#shared/domain/sla/sla-mark.ts';
import { eventsOf, termsOf } from '#test/support/domain/office.ts';

const severity = fc.constantFrom(...severities);
const fact: fc.Arbitrary<SlaFact> = fc.oneof(
  fc.constantFrom<SlaFact>({ type: 'responded' }, { type: 'paused', reason: 'waiting_client' }, { type: 'resumed' }, { type: 'delivered' }, { type: 'validation_rejected' }, { type: 'closed' }, { type: 'cancelled' }, { type: 'reopened' }),
  fc.record({ type: fc.constant('severity_changed' as const), to: severity, mode: fc.constantFrom(...severityModes) }),
);
const begin = Date.parse('2026-06-08T12:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();

test('read at any later instant a mark says what the fold says then', () => {
  fc.assert(
    fc.property(fc.constantFrom('laPaz', 'lima', 'santiago', 'madrid'), severity, fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fact), { maxLength: 8 }), fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 6 }), (office, first, later, waits) => {
      let ms = begin;
      const events = eventsOf([[iso(ms), { type: 'started', severity: first } as SlaFact] as const, ...later.map(([minutes, one]) => [iso((ms += minutes * 60_000)), one] as const)]);
      const terms = termsOf(office as 'lima');
      const marks = marksOf(replayCycles(terms, events, ms), ms);
      for (const wait of waits) {
        const now = ms + wait * 60_000;
        const told = replaySla(terms, events, now).at(-1);
        for (const clock of ['response', 'resolution'] as const) {
          const mark = marks?.[clock] ?? null;
          expect(stateOfMark(mark, iso(now))).toBe(told?.[clock].state);
          // Which of several promises binds while the clock stands depends on when it goes on.
          expect(mark === null || mark.is === 'paused' ? null : mark.dueAt).toBe(mark?.is === 'paused' ? null : (told?.[clock].dueAt ?? null));
        }
      }
    }),
    { numRuns: 400 },
  );
});
