import type { ImportMapping, RejectedLine } from '#shared/contract/import.ts';
import type { Channel, Severity, TicketState } from '#shared/domain/enums.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { eventsOfChange, type EventDraft } from '#shared/domain/ticket-event.ts';
import { missingProblem, type Problem } from './field-reader.ts';
import type { Update } from './row-reader.ts';

interface StoryEvent extends EventDraft {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A ticket as the last of its updates leaves it, and how it came there. */
export interface TicketStory {
  readonly key: string;
  readonly title: string;
  readonly client: string;
  readonly description: string;
  readonly channel: Channel;
  readonly requesterName: string | null;
  readonly severity: Severity | null;
  readonly state: TicketState;
  readonly kind: string | null;
  readonly serviceLevel: string | null;
  readonly module: string | null;
  readonly receivedAt: number;
  readonly closedAt: number | null;
  readonly cycle: number;
  readonly events: readonly StoryEvent[];
}

export type Told = { readonly story: TicketStory | null; readonly rejected: readonly RejectedLine[] };

/** Updates in their order; what names none stays behind the one that the file has before it. */
const ordered = (updates: readonly Update[]): readonly Update[] => {
  let last = -Infinity;
  const keyed = updates.map((update) => {
    last = update.order ?? last;
    return { update, order: last };
  });
  return keyed.toSorted((a, b) => (a.order === b.order ? 0 : a.order < b.order ? -1 : 1)).map(({ update }) => update);
};

const stateOf = (update: Update): TicketState => (update.fields.state ?? 'registered') as TicketState;
const isEnd = (state: TicketState): boolean => state === 'closed' || state === 'cancelled';

const changes = (before: Update, after: Update, mapping: ImportMapping, cycle: number): readonly EventDraft[] => {
  const events: EventDraft[] = [];
  const [from, to] = [stateOf(before), stateOf(after)];
  const severity = [before.fields.severity ?? null, after.fields.severity ?? null] as const;
  if (severity[0] !== severity[1]) events.push(...eventsOfChange({ severity: severity[0] }, { severity: severity[1] }));
  if (from !== to) events.push(...eventsOfChange({ state: from }, { state: to, cycle }));
  for (const [index, field] of mapping.track.entries()) {
    const [was, is] = [before.tracked[index] ?? null, after.tracked[index] ?? null];
    if (was === is) continue;
    // Long texts are named, not repeated.
    const payload: Record<string, Json> = (was?.length ?? 0) > 300 || (is?.length ?? 0) > 300 ? { field } : { field, from: was, to: is };
    events.push({ type: 'field_changed', payload });
  }
  return events;
};

/**
 * Turns one ticket's rows into the ticket and its events. The first good update sets the initial values, each later one
 * tells what differs from the one before. A bad row is left out and reported; when it is the ticket's last, nobody knows
 * how the ticket stands and it is rejected whole. Title and client are only asked of the last row.
 * `importedAt`: milliseconds, for tickets of which the file says no time at all.
 */
export const tellStory = (key: string, updates: readonly Update[], mapping: ImportMapping, source: { readonly run: string; readonly name: string }, importedAt: number): Told => {
  const sorted = ordered(updates);
  const last = sorted.at(-1);
  const rejected: RejectedLine[] = [];
  const refuse = (line: number, problems: readonly Problem[]): void => void rejected.push({ line, key, problems });
  const good: Update[] = [];
  for (const update of sorted) {
    const problems = [...update.problems];
    if (update === last && update.problems[0]?.code !== 'columns') {
      for (const target of ['title', 'client'] as const) {
        const bad = problems.some((problem) => problem.target === target);
        if (!bad && (update.fields[target] ?? null) === null) problems.push(missingProblem(target, mapping));
      }
    }
    if (problems.length > 0) refuse(update.line, problems);
    else good.push(update);
  }
  const first = good[0];
  if (last === undefined || first === undefined || good.at(-1) !== last) return { story: null, rejected };

  const fields = last.fields;
  const timeOf = (text: string | null | undefined): number | null => (text === null || text === undefined ? null : Number(text));
  const receivedAt = timeOf(fields.received_at) ?? first.at ?? importedAt;
  const channel = (fields.channel ?? 'portal') as Channel;
  const events: StoryEvent[] = [
    { type: 'registered', at: receivedAt, payload: { channel } },
    { type: 'imported', at: receivedAt, payload: { run: source.run, source: source.name } },
  ];
  let cycle = 1;
  let endedAt = isEnd(stateOf(first)) ? first.at : null;
  for (const [index, update] of good.entries()) {
    const before = good[index - 1];
    if (before === undefined) continue;
    if (stateOf(before) === 'closed' && stateOf(update) !== 'closed') cycle += 1;
    for (const event of changes(before, update, mapping, cycle)) events.push({ ...event, at: update.at ?? receivedAt });
    if (isEnd(stateOf(update)) && stateOf(before) !== stateOf(update)) endedAt = update.at;
  }
  const state = stateOf(last);
  const closedAt = isEnd(state) ? (timeOf(fields.closed_at) ?? endedAt ?? receivedAt) : null;
  return {
    rejected,
    story: {
      key,
      title: fields.title ?? '',
      client: fields.client ?? '',
      description: fields.description ?? '',
      channel,
      requesterName: fields.requester_name ?? null,
      severity: (fields.severity ?? null) as Severity | null,
      state,
      kind: fields.kind ?? null,
      serviceLevel: fields.service_level ?? null,
      module: fields.module ?? null,
      receivedAt,
      closedAt,
      cycle,
      events,
    },
  };
};
