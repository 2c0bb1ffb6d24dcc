import type { RowFields } from '../sync/merge.ts';
import type { TicketEventType } from './enums.ts';
import type { Json } from './primitives.ts';

export interface EventDraft {
  readonly type: TicketEventType;
  readonly payload: Readonly<Record<string, Json>>;
}

/** Long texts are named in the log, not repeated: the row holds them. */
const longTexts = new Set(['description', 'objective', 'workaround']);
/** Changes that other events tell, or that say nothing to a reader. */
const silent = new Set(['rank', 'agreed_severity', 'agreed_rank', 'number', 'closed_at', 'cancel_reason', 'cycle', 'consultant_role', 'hidden', 'import_run']);

/**
 * The events that a change of a ticket's fields leaves in its log. Pure: the same change always tells the same story,
 * whether a key, a drag, an undo or an import made it. `note` is what the person added to a step.
 */
export const eventsOfChange = (
  before: RowFields,
  after: RowFields,
  note: { readonly reason?: string | undefined; readonly comment?: string | undefined; readonly policy?: string | undefined } = {},
): readonly EventDraft[] => {
  const events: EventDraft[] = [];
  const pinned: Record<string, Json> = note.policy === undefined ? {} : { policy: note.policy };
  for (const [field, to] of Object.entries(after)) {
    const from = before[field] ?? null;
    if (silent.has(field) || from === to) continue;
    if (field === 'severity') events.push({ type: 'severity_changed', payload: { from, to } });
    else if (field === 'state') {
      const said: Record<string, Json> = {};
      if (note.reason !== undefined) said['reason'] = note.reason;
      if (note.comment !== undefined) said['comment'] = note.comment;
      if (from === 'closed') events.push({ type: 'reopened', payload: { cycle: after['cycle'] ?? null, ...pinned, ...said } });
      events.push({ type: 'state_changed', payload: { from, to, ...said } });
    } else if (field === 'consultant') events.push({ type: 'assigned', payload: { from, to, role: after['consultant_role'] ?? before['consultant_role'] ?? null } });
    else if (field === 'authorised_at' && to !== null) events.push({ type: 'authorised', payload: { at: to, ...pinned } });
    else events.push({ type: 'field_changed', payload: longTexts.has(field) ? { field } : { field, from, to } });
  }
  return events;
};
