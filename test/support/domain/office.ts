import type { Calendar, Window } from '#shared/domain/calendar/calendar.ts';
import type { SlaTerms } from '#shared/domain/sla/policy.ts';
import type { SlaEvent, SlaFact } from '#shared/domain/sla/sla-event.ts';

const mondayToFriday = (windows: readonly Window[]): Calendar['weekly'] => Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, windows]));

/** The offices of the worked examples, in 2026. */
export const offices = {
  laPaz: { tz: 'America/La_Paz', weekly: mondayToFriday([['08:30', '12:30'], ['14:30', '18:30']]), exceptions: { '2026-08-06': [] } },
  lima: { tz: 'America/Lima', weekly: mondayToFriday([['09:00', '18:00']]), exceptions: { '2026-07-28': [], '2026-07-29': [] } },
  santiago: { tz: 'America/Santiago', weekly: mondayToFriday([['09:00', '18:00']]), exceptions: { '2026-09-18': [] } },
  madrid: { tz: 'Europe/Madrid', weekly: { ...(mondayToFriday([['09:00', '14:00'], ['15:30', '18:00']]) as object), 6: [['22:00', '24:00']], 7: [['00:00', '04:00']] }, exceptions: { '2026-12-25': [] } },
  always: { tz: 'UTC', weekly: '24x7' },
} as const satisfies Readonly<Record<string, Calendar>>;

export type Office = Exclude<keyof typeof offices, 'always'>;

/** S1 30/240 around the clock; S2 120/960, S3 480/2400 and S4 960/none in an office's hours. */
export const termsOf = (office: Office): SlaTerms => ({
  modality: 'monthly_sla',
  calendars: { business: offices[office], always: offices.always },
  policies: [
    {
      version: 1,
      warnRatio: 0.75,
      pauseReasons: ['waiting_client'],
      targets: {
        S1: { calendar: 'always', responseMin: 30, resolutionMin: 240 },
        S2: { calendar: 'business', responseMin: 120, resolutionMin: 960 },
        S3: { calendar: 'business', responseMin: 480, resolutionMin: 2400 },
        S4: { calendar: 'business', responseMin: 960, resolutionMin: null },
      },
    },
  ],
});

/** Facts as events, counted in the order in which they stand. */
export const eventsOf = (facts: readonly (readonly [at: string, fact: SlaFact])[]): readonly SlaEvent[] => facts.map(([at, fact], seq) => ({ ...fact, at, seq }));
