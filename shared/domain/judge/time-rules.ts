import type { TimeStatus } from '../enums.ts';
import { isEditable, spanFault } from '../time-entry.ts';
import { fault, type Fault, type JudgedActor, type JudgedOp, type RowFields } from './case.ts';

/** The road of an entry (rule 9): who may take it from one status to another. */
const steps: Readonly<Record<TimeStatus, Readonly<Partial<Record<TimeStatus, 'owner' | 'lead'>>>>> = {
  draft: { submitted: 'owner' },
  rejected: { submitted: 'owner', draft: 'owner' },
  submitted: { lead_approved: 'lead', rejected: 'lead', draft: 'owner' },
  lead_approved: { client_approved: 'lead', rejected: 'lead' },
  client_approved: { reversed: 'lead' },
  reversed: {},
};

const statusOf = (row: RowFields): TimeStatus => row['status'] as TimeStatus;

/** A timer that was forgotten may have run for days, and is shown so; what a person writes by hand is at most a day. */
const intervalFault = (row: RowFields): Fault | null => {
  const [start, end, source] = [row['start'], row['end'], row['source']];
  if (typeof end !== 'string') return source === 'timer' ? null : fault('interval_invalid', { fault: 'not_a_time' });
  const found = spanFault({ start: String(start), end });
  if (found === null || (found === 'longer_than_a_day' && source !== 'manual')) return null;
  return fault('interval_invalid', { fault: found });
};

const statusFault = (actor: JudgedActor, key: string, from: TimeStatus, to: TimeStatus): Fault | null => {
  const who = steps[from][to];
  if (who === undefined) return fault('entry_locked', { key, status: from });
  return who === 'lead' && actor.role === 'consultant' ? fault('not_allowed', { entity: 'time_entry', field: 'status' }) : null;
};

/** Raw time (rule 7): a span that can be, a status that follows from the one before, and nothing else once it was submitted. */
export const timeFault = (actor: JudgedActor, { key, before, after, fields }: JudgedOp): Fault | null => {
  if (after === null) return before !== null && !isEditable(statusOf(before)) ? fault('entry_locked', { key, status: statusOf(before) }) : null;
  if (before === null) {
    if (!isEditable(statusOf(after))) return fault('entry_locked', { key, status: statusOf(after) });
    return intervalFault(after);
  }
  const [from, to] = [statusOf(before), statusOf(after)];
  const others = Object.keys(fields).filter((field) => field !== 'status' && JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  if (!isEditable(from) && others.length > 0) return fault('entry_locked', { key, status: from });
  if (from !== to) {
    const found = statusFault(actor, key, from, to);
    if (found !== null) return found;
    if (to === 'submitted' && after['end'] === null) return fault('interval_invalid', { fault: 'not_a_time' });
  }
  return 'start' in fields || 'end' in fields ? intervalFault(after) : null;
};
