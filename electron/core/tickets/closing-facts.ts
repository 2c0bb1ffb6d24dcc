import type { ChangeRecordView, ValidationView } from '#shared/contract/closing-views.ts';
import { all, sql, type ReadDb } from '../db/handles.ts';

/** What the client said of this ticket's deliveries, the oldest first. */
export const validationsOf = (db: ReadDb, ticket: string): readonly ValidationView[] =>
  all(
    db,
    sql
      .selectFrom('validation as v')
      .leftJoin('contact as c', 'c.id', 'v.contact')
      .leftJoin('user as u', 'u.id', 'v.on_behalf_by')
      .select(['v.id', 'v.cycle', 'v.decision', 'v.at', 'v.via', 'v.comment', 'v.on_behalf_by', 'c.name as contact_name', 'u.name as user_name'])
      .where('v.ticket', '=', ticket)
      .orderBy('v.at')
      .orderBy('v.id'),
  ).map((row) => ({
    id: row.id,
    cycle: row.cycle,
    decision: row.decision,
    contact: row.contact_name ?? '',
    at: row.at,
    via: row.via,
    onBehalfBy: row.on_behalf_by === null ? null : (row.user_name ?? ''),
    comment: row.comment ?? '',
  }));

/** What was changed in the client's system for this ticket, the oldest first. */
export const changeRecordsOf = (db: ReadDb, ticket: string): readonly ChangeRecordView[] =>
  all(
    db,
    sql.selectFrom('change_record as r').leftJoin('user as u', 'u.id', 'r.tested_by').select(['r.id', 'r.what', 'r.risk', 'r.rollback', 'r.tested_by', 'u.name']).where('r.ticket', '=', ticket).orderBy('r.id'),
  ).map((row) => ({ id: row.id, what: row.what, risk: row.risk, rollback: row.rollback, testedBy: row.tested_by === null ? null : (row.name ?? '') }));
