import type { EvidenceDraft } from '#shared/contract/views.ts';
import { AppError } from '#shared/errors.ts';
import { all, get, sql, type ReadDb } from '../db/handles.ts';
import { codeOf } from '../tickets/ticket-code.ts';

const drafts = sql.selectFrom('evidence_draft as d').leftJoin('ticket as t', 't.id', 'd.ticket').selectAll('d').select(['t.number', 't.provisional_code']);
type DraftRow = ReturnType<typeof drafts.execute> extends Promise<(infer R)[]> ? R : never;

const viewOf = (row: DraftRow): EvidenceDraft => ({
  id: row.id,
  ticket: row.ticket,
  ticketCode: row.provisional_code === null ? null : codeOf({ number: row.number, provisional_code: row.provisional_code }),
  bytes: row.bytes,
  width: row.width,
  height: row.height,
  capturedAt: row.captured_at,
  note: row.note,
  stage: row.stage,
  visibility: row.visibility,
});

/** Drafts, the newest first. */
export const listDrafts = (db: ReadDb): readonly EvidenceDraft[] => all(db, drafts.orderBy('d.captured_at', 'desc').orderBy('d.id', 'desc')).map(viewOf);

/** Error: not_found. */
export const draftView = (db: ReadDb, id: string): EvidenceDraft => {
  const row = get(db, drafts.where('d.id', '=', id));
  if (row === undefined) throw new AppError('not_found', { entity: 'evidence_draft', key: id });
  return viewOf(row);
};
