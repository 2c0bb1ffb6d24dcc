import { replaySla } from '#shared/domain/sla/replay-sla.ts';
import { inOrder, type SlaEvent, type SlaFact } from '#shared/domain/sla/sla-event.ts';
import type { Severity } from '#shared/domain/enums.ts';
import { seededDice } from '#test/support/dice/seeded.ts';
import { eventsOf, termsOf, type Office } from '#test/support/domain/office.ts';
import { measure, median, type Measure } from './measure.ts';

const tickets = 25_000;
const eventsEach = 20;
const minuteMs = 60_000;
const turns = 3;

/** A year of tickets that wait, are delivered, rejected and change their severity. */
const logs = (): readonly (readonly SlaEvent[])[] => {
  const dice = seededDice(7);
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(dice() * of.length)] ?? of[0];
  const severity = (): Severity => pick(['S1', 'S2', 'S3', 'S4']);
  const next: readonly [() => SlaFact, ...(() => SlaFact)[]] = [
    () => ({ type: 'paused', reason: 'waiting_client' }),
    () => ({ type: 'resumed' }),
    () => ({ type: 'severity_changed', to: severity(), mode: dice() < 0.2 ? 'reclassified' : 'impact_changed' }),
    () => ({ type: 'delivered' }),
    () => ({ type: 'validation_rejected' }),
  ];
  return Array.from({ length: tickets }, () => {
    let at = Date.UTC(2026, 0, 1) + Math.floor(dice() * 300 * 1440) * minuteMs;
    const facts: (readonly [string, SlaFact])[] = [];
    for (let n = 0; n < eventsEach; n += 1) {
      facts.push([new Date(at).toISOString(), n === 0 ? { type: 'started', severity: severity() } : n === 1 ? { type: 'responded' } : pick(next)()]);
      at += Math.ceil(dice() * 600) * minuteMs;
    }
    return eventsOf(facts);
  });
};

const secondsOf = (work: () => void): number => {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
};

/** `npm run bench -- rules`: the clocks of a year's tickets told from their logs, beside only reading and sorting the same logs. One core. */
export const measureRules = async (): Promise<readonly Measure[]> => {
  const all = logs();
  const offices: readonly Office[] = ['laPaz', 'lima', 'santiago', 'madrid'];
  const terms = offices.map(termsOf);
  const now = Date.UTC(2027, 0, 1);
  const replayed: number[] = [];
  const read: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    let cycles = 0;
    replayed.push(secondsOf(() => all.forEach((log, index) => void (cycles += replaySla(terms[index % terms.length] ?? termsOf('lima'), log, now).length))));
    if (cycles !== tickets) throw new Error(`${cycles} cycles of ${tickets} tickets`);
    let facts = 0;
    read.push(secondsOf(() => all.forEach((log) => void (facts += inOrder(log).length))));
    if (facts !== tickets * eventsEach) throw new Error(`${facts} events`);
  }
  return [measure('replaySla of 25,000 tickets, 20 events each', 's', median(replayed), median(read), { atMost: 2 })];
};
