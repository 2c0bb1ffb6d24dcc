import type { WhyDue } from '#shared/contract/sla-views.ts';
import { hoursMinutes, time, weekday, weekdayNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

/** One stretch behind a due time, as it is read: in the contract's zone and in this computer's. */
export interface WhyRow {
  readonly day: string;
  readonly there: string;
  readonly here: string;
  readonly is: WhyDue['stretches'][number]['is'];
  /** Seconds that it counts, and the sum up to it. */
  readonly countsSec: number;
  readonly sumSec: number;
}

/** `La Paz` of `America/La_Paz`. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

const between = (from: string, to: string, zone: string): string => {
  const [a, b] = [weekdayNumber(from, zone), weekdayNumber(to, zone)];
  const end = time(to, zone);
  return a === b ? `${time(from, zone)}–${end}` : `${time(from, zone)} – ${b} ${end}`;
};

export const whyRows = (why: WhyDue, hereZone: string): readonly WhyRow[] => {
  const zone = why.calendar.tz;
  let sumSec = 0;
  let last = '';
  return why.stretches.map(({ from, to, is }) => {
    const countsSec = is === 'counted' ? (Date.parse(to) - Date.parse(from)) / 1000 : 0;
    sumSec += countsSec;
    const named = weekdayNumber(from, zone);
    const row = { day: named === last ? '' : named, there: between(from, to, zone), here: between(from, to, hereZone), is, countsSec, sumSec };
    last = named;
    return row;
  });
};

/** The same as a text that can be put into a reply. */
export const whyText = (why: WhyDue, clock: string, code: string, hereZone: string): string => {
  const zone = why.calendar.tz;
  const rows = whyRows(why, hereZone);
  let day = '';
  const lines = rows.map((row) => {
    if (row.day !== '') day = row.day;
    const value = row.is === 'counted' ? `+${hoursMinutes(row.countsSec)} = ${hoursMinutes(row.sumSec)}` : t(`ticket.sla.skipped.${row.is}`);
    return `${day}  ${row.there}  (${row.here})  ${value}`;
  });
  return [
    t('ticket.sla.copyHead', { code, clock, severity: why.severity, target: hoursMinutes(why.targetMin * 60), from: `${weekday(why.from, zone)}, ${time(why.from, zone)}`, calendar: why.calendar.name, version: why.calendar.version }),
    t('ticket.sla.copyZones', { there: cityOf(zone), here: cityOf(hereZone) }),
    ...lines,
    t('ticket.sla.copyDue', { there: `${weekday(why.dueAt, zone)}, ${time(why.dueAt, zone)}`, here: `${weekday(why.dueAt, hereZone)}, ${time(why.dueAt, hereZone)}`, place: cityOf(zone), placeHere: cityOf(hereZone) }),
  ].join('\n');
};
