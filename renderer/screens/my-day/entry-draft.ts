import type { TimeEntryView } from '#shared/contract/views.ts';
import { spanFault } from '#shared/domain/time-entry.ts';
import type { ComboChoice } from '../../ui/combobox.tsx';
import { at, boundsOf, dayOf, minutesOfDay, type LocalDay } from './day.ts';
import { readDuration, readTimeOfDay, writeTimeOfDay } from './written-time.ts';
import { ticketName } from './use-ticket-options.ts';

/** An entry as it is being written: texts, until they are understood. */
export interface EntryDraft {
  readonly day: LocalDay;
  readonly start: string;
  readonly end: string;
  readonly duration: string;
  readonly ticket: ComboChoice | null;
  readonly note: string;
  readonly billable: boolean;
  /** It still runs: it has no end to write. */
  readonly running: boolean;
}

export type DraftFault = 'badTime' | 'badDuration' | 'endBefore' | 'inFuture' | 'ticketRequired';
export interface DraftFaults {
  readonly start?: DraftFault;
  readonly end?: DraftFault;
  readonly duration?: DraftFault;
  readonly ticket?: DraftFault;
}

export const writeDuration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
};

export const draftOfSpan = (startMs: number, endMs: number, ticket: ComboChoice | null = null): EntryDraft => ({
  day: dayOf(new Date(startMs)),
  start: writeTimeOfDay(minutesOfDay(new Date(startMs))),
  end: writeTimeOfDay(minutesOfDay(new Date(endMs))),
  duration: writeDuration((endMs - startMs) / 1000),
  ticket,
  note: '',
  billable: true,
  running: false,
});

export const draftOfEntry = (entry: TimeEntryView): EntryDraft => {
  const startMs = Date.parse(entry.start);
  return {
    ...draftOfSpan(startMs, entry.end === null ? startMs : Date.parse(entry.end)),
    ticket: entry.ticket === null ? (entry.task === null ? null : { is: 'new', name: entry.task }) : { is: 'known', id: entry.ticket.id, name: ticketName(entry.ticket) },
    note: entry.note,
    billable: entry.billable,
    running: entry.end === null,
  };
};

/** Minutes from start to end; an end before the start is the next day's, if that makes a credible stretch. */
const LONGEST_OVER_MIDNIGHT_MIN = 12 * 60;

const stretch = (start: number, end: number): number | null => {
  if (end > start) return end - start;
  const over = end + 24 * 60 - start;
  return over <= LONGEST_OVER_MIDNIGHT_MIN ? over : null;
};

export const endsNextDay = (draft: EntryDraft): boolean => {
  const start = readTimeOfDay(draft.start);
  const end = readTimeOfDay(draft.end);
  return start !== null && end !== null && end <= start && stretch(start, end) !== null;
};

/** A changed start or end sets the duration, a changed duration the end. What is not understood changes nothing else. */
export const withText = (draft: EntryDraft, field: 'start' | 'end' | 'duration', text: string): EntryDraft => {
  const next = { ...draft, [field]: text };
  const start = readTimeOfDay(next.start);
  if (start === null) return next;
  if (field === 'duration') {
    const seconds = readDuration(text);
    return seconds === null ? next : { ...next, end: writeTimeOfDay((start + Math.round(seconds / 60)) % (24 * 60)) };
  }
  const end = readTimeOfDay(next.end);
  const minutes = end === null ? null : stretch(start, end);
  return minutes === null ? next : { ...next, duration: writeDuration(minutes * 60) };
};

export type ReadDraft = { readonly ok: true; readonly start: string; readonly end: string | null } | { readonly ok: false; readonly faults: DraftFaults };

/**
 * The span that the draft means. Where a written minute is the one that the entry has already, the entry's own seconds
 * stay: correcting a note does not round the time.
 */
export const readDraft = (draft: EntryDraft, kept: { readonly start: string; readonly end: string | null } | null, nowMs: number): ReadDraft => {
  const start = readTimeOfDay(draft.start);
  const end = readTimeOfDay(draft.end);
  const faults: { start?: DraftFault; end?: DraftFault; duration?: DraftFault; ticket?: DraftFault } = {};
  if (draft.ticket === null) faults.ticket = 'ticketRequired';
  if (start === null) faults.start = 'badTime';
  if (!draft.running && end === null) faults.end = 'badTime';
  if (!draft.running && readDuration(draft.duration) === null && end !== null && start !== null && end === start) faults.duration = 'badDuration';
  if (start === null || (end === null && !draft.running)) return { ok: false, faults };
  const from = keepSeconds(at(draft.day, start), kept?.start ?? null);
  if (Date.parse(from) > nowMs) faults.start = 'inFuture';
  if (draft.running) return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, start: from, end: null };
  const minutes = stretch(start, end ?? start);
  if (minutes === null) return { ok: false, faults: { ...faults, end: 'endBefore' } };
  const to = keepSeconds(at(draft.day, start + minutes), kept?.end ?? null);
  if (spanFault({ start: from, end: to }) !== null) faults.end = 'endBefore';
  if (Date.parse(to) > nowMs) faults.end = 'inFuture';
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, start: from, end: to };
};

const MINUTE_MS = 60_000;
const keepSeconds = (written: Date, kept: string | null): string => {
  if (kept !== null && Math.floor(Date.parse(kept) / MINUTE_MS) === Math.floor(written.getTime() / MINUTE_MS)) return kept;
  return written.toISOString();
};

/** A new entry of half an hour that ends now, or of the morning on another day. */
export const freshDraft = (day: LocalDay, nowMs: number): EntryDraft => {
  const { from, to } = boundsOf(day);
  const today = nowMs >= Date.parse(from) && nowMs < Date.parse(to);
  if (!today) return draftOfSpan(at(day, 9 * 60).getTime(), at(day, 9 * 60 + 30).getTime());
  const end = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  return draftOfSpan(Math.max(Date.parse(from), end - 30 * MINUTE_MS), end);
};
