import { allocate, type Fragment, type Lot } from '#shared/domain/hours/allocate.ts';
import { consumption, type WorkedSpan } from '#shared/domain/hours/consumption.ts';
import { closePeriod, expire, prorate, remainder, type CarryPolicy, type Movement } from '#shared/domain/hours/lots.ts';
import { roundSeconds, type RoundingPolicy, type RoundingScope } from '#shared/domain/hours/round.ts';
import type { CaseRules } from './case-rules.ts';

type Overdraft = Parameters<typeof allocate>[2];
interface Written {
  readonly start: string;
  readonly end: string;
  readonly billable: boolean;
}

const total = (fragments: readonly Fragment[]): number => fragments.reduce((sum, { minutes }) => sum + minutes, 0);
const worked = ({ start, end, billable }: Written): WorkedSpan => ({ start: Date.parse(start), end: Date.parse(end), billable, group: 'ticket' });
/** Some seconds of work, in the middle of a day. */
const lasting = (seconds: number): WorkedSpan => ({ start: Date.UTC(2026, 4, 4, 12), end: Date.UTC(2026, 4, 4, 12, 0, seconds), billable: true, group: 'ticket' });

interface Expiry {
  readonly lot: Lot;
  readonly pending: readonly (Fragment & { readonly status: string })[];
  readonly expiryRunOn: string;
  readonly decisionOn: string;
}

interface Closing {
  readonly period: { readonly lot: string; readonly includedMin: number; readonly consumedMin: number };
  readonly carry: CarryPolicy & { readonly validUntil: string };
  readonly next: { readonly lot: string; readonly includedMin: number; readonly validFrom: string; readonly expiresOn: string };
  readonly fragments: readonly Fragment[];
}

/** The rules of the hours bank, as the cases name them. */
export const hoursRules: CaseRules = {
  roundConsumption: ({ policy, seconds, scopes }: { readonly policy: RoundingPolicy; readonly seconds: readonly number[]; readonly scopes: readonly RoundingScope[] }) =>
    Object.fromEntries(scopes.map((scope) => [scope, total(consumption('UTC', policy, scope, seconds.map(lasting)))])),
  roundSeconds: ({ items }: { readonly items: readonly (readonly [number, RoundingPolicy])[] }) => ({ minutes: items.map(([seconds, policy]) => roundSeconds(policy, seconds)) }),
  consume: ({ tz, policy, entries, lots, overdraft }: { readonly tz: string; readonly policy: RoundingPolicy & { readonly scope: RoundingScope }; readonly entries: readonly Written[]; readonly lots: readonly Lot[]; readonly overdraft: Overdraft }) => {
    const fragments = consumption(tz, policy, policy.scope, entries.map(worked));
    return { roundedMin: total(fragments), ...allocate(lots, fragments, overdraft) };
  },
  allocate: ({ fragments, lots, overdraft }: { readonly fragments: readonly Fragment[]; readonly lots: readonly Lot[]; readonly overdraft: Overdraft }) => allocate(lots, fragments, overdraft),
  expireAndApprove: ({ lot, pending, expiryRunOn, decisionOn }: Expiry) => {
    const submitted = pending.filter(({ status }) => status === 'submitted');
    const kindly = (kind: string, minutes: readonly { readonly minutes: number }[]) => minutes.map((each) => ({ kind, minutes: each.minutes }));
    const first = expire([lot], submitted, expiryRunOn);
    const left = { ...lot, remainingMin: lot.remainingMin - first.reduce((sum, { minutes }) => sum + minutes, 0) };
    const approved = allocate([left], submitted, 'block');
    return {
      onExpiry: kindly('expire', first),
      ifApproved: kindly('consume', approved.movements),
      ifRejected: kindly('expire', expire([left], [], decisionOn)),
      finalRemaining: approved.remaining[lot.id],
    };
  },
  closePeriodThenConsume: ({ period, carry, next, fragments }: Closing) => {
    const { carriedMin, expiredMin } = closePeriod(carry, period.includedMin - period.consumedMin);
    const carried: Lot = { id: `${period.lot}-carry`, kind: 'carry_over', validFrom: next.validFrom, expiresOn: carry.validUntil, remainingMin: carriedMin };
    const following: Lot = { id: next.lot, kind: 'monthly', validFrom: next.validFrom, expiresOn: next.expiresOn, remainingMin: next.includedMin };
    return { carriedMin, expiredMin, ...allocate([following, carried], fragments, 'block') };
  },
  prorate: ({ monthlyMin, startsOn, month }: { readonly monthlyMin: number; readonly startsOn: string; readonly month: string }) => ({ includedMin: prorate(monthlyMin, startsOn, month) }),
  ledger: ({ lot, movements }: { readonly lot: Lot; readonly movements: readonly Movement[] }) => ({ remainingMin: remainder(lot.remainingMin, movements), history: movements.map(({ id }) => id) }),
};
