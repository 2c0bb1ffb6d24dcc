import type { ServiceReport, SlaShares } from '#shared/contract/report-views.ts';
import { kinds, severities, type Kind, type Severity } from '#shared/domain/enums.ts';
import { periodAt, periodsOf } from '#shared/domain/report/periods.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { ageOf, countClients, countLanes, countService, loadOf, sharesOf } from './count-service.ts';
import { rangeTickets, type RangeTicket, type ReportScope } from './range-tickets.ts';
import { rangeTime } from './range-time.ts';
import { reportContracts } from './report-contracts.ts';
import { slaOutcomes, type SlaOutcome } from './sla-outcomes.ts';

export interface ReportQuestion {
  /** Local dates, inclusive. */
  readonly from: string;
  readonly to: string;
  /** On whose wall clock the dates are. */
  readonly tz: string;
  readonly client?: string | undefined;
  readonly contract?: string | undefined;
}

/** The instants between which the dates lie. */
export const scopeOf = (question: ReportQuestion): ReportScope => {
  const { periods } = periodsOf(question.tz, question.from, question.to);
  return { from: periods[0]?.from ?? 0, to: periods.at(-1)?.to ?? 0, client: question.client, contract: question.contract };
};

interface Named {
  readonly id: string;
  readonly name: string;
}
const named = (db: ReadDb, table: 'client' | 'user'): readonly Named[] => statement(db, `SELECT id, name FROM ${table}`).all() as Named[];

const kindsOf = (tickets: readonly RangeTicket[]): ServiceReport['byKind'] => {
  const counts = Object.fromEntries([...kinds, 'unset'].map((kind) => [kind, 0])) as Record<Kind | 'unset', number>;
  for (const { kind } of tickets) counts[kind ?? 'unset'] += 1;
  return counts;
};

const slaOf = (outcomes: readonly SlaOutcome[]): ServiceReport['slaBySeverity'] =>
  Object.fromEntries(severities.map((severity) => [severity, sharesOf(outcomes.filter((outcome) => outcome.severity === severity))])) as Record<Severity, SlaShares>;

/** Everything that the control of the service shows; `nowMs` is the clock by which the open tickets age. */
export const serviceReport = (db: ReadDb, question: ReportQuestion, nowMs: number): ServiceReport => {
  const { unit, periods } = periodsOf(question.tz, question.from, question.to);
  const scope = scopeOf(question);
  const tickets = rangeTickets(db, scope);
  const entries = rangeTime(db, scope);
  const contracts = reportContracts(db, question, scope, entries);
  const outcomes = slaOutcomes(db, scope, nowMs);
  const all = { tickets, entries, contracts, outcomes };
  const demand = tickets.filter(({ isDemand }) => isDemand);
  const byPeriod = Map.groupBy(demand, ({ receivedMs }) => periodAt(periods, receivedMs));
  return {
    unit,
    periods: periods.map(({ start }, index) => ({ start, bySeverity: countLanes(byPeriod.get(index) ?? []) })),
    total: countService(all),
    slaBySeverity: slaOf(outcomes),
    byKind: kindsOf(demand),
    open: countLanes(tickets.filter(({ isOpen }) => isOpen)),
    ageing: ageOf(tickets, nowMs),
    clients: countClients(named(db, 'client'), all),
    consultants: loadOf(new Map(named(db, 'user').map(({ id, name }) => [id, name])), tickets, entries),
  };
};
