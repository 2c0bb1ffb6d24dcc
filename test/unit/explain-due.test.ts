import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addBusinessMs } from '#shared/domain/calendar/business-time.ts';
import type { Calendar } from '#shared/domain/calendar/calendar.ts';
import { explainDue, type DueStretch } from '#shared/domain/sla/explain-due.ts';
import { offices } from '#test/support/domain/office.ts';

const at = (text: string): number => Date.parse(text);
const told = (stretches: readonly DueStretch[]) => stretches.map(({ from, to, is }) => `${is} ${new Date(from).toISOString().slice(8, 16)}–${new Date(to).toISOString().slice(8, 16)}`);

test('the due time of a wait over a holiday, stretch by stretch', () => {
  const ran = [[at('2026-08-05T21:30:00Z'), at('2026-08-07T15:00:00Z')], [at('2026-08-07T20:00:00Z'), at('2026-08-31T00:00:00Z')]] as const;
  expect(told(explainDue(offices.laPaz, ran, at('2026-08-05T21:30:00Z'), at('2026-08-07T21:00:00Z')))).toEqual([
    'counted 05T21:30–05T22:30',
    'closed 05T22:30–06T04:00',
    'exception 06T04:00–07T04:00',
    'closed 07T04:00–07T12:30',
    'counted 07T12:30–07T15:00',
    'stood 07T15:00–07T20:00',
    'counted 07T20:00–07T21:00',
  ]);
});

test('there is no gap, and what was counted is the target', () => {
  const calendars: readonly Calendar[] = Object.values(offices);
  fc.assert(
    fc.property(fc.constantFrom(...calendars), fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 1, max: 3000 }), (calendar, began, minutes) => {
      const from = Date.UTC(2026, 0, 1) + began * 60_000;
      const due = addBusinessMs(calendar, from, minutes * 60_000);
      const stretches = explainDue(calendar, [[from, due + 1e9]], from, due);
      expect(stretches.map((each) => each.from)).toEqual([from, ...stretches.slice(0, -1).map((each) => each.to)]);
      expect(stretches.at(-1)?.to).toBe(due);
      expect(stretches.filter(({ is }) => is === 'counted').reduce((sum, each) => sum + each.to - each.from, 0)).toBe(minutes * 60_000);
    }),
  );
});
