import type { Row } from '#shared/domain/entities/index.ts';
import type { UserRole } from '#shared/domain/enums.ts';
import type { TransitionFacts } from '#shared/domain/ticket-state.ts';
import { get, sql, statement, type ReadDb } from '../db/handles.ts';

const exists = (db: ReadDb, text: string, ...values: readonly string[]): boolean => statement(db, `SELECT 1 FROM ${text} LIMIT 1`).get(...values) !== undefined;

/** Gathers from the local copy all that the guards of the state machine look at. */
export const gatherFacts = (db: ReadDb, ticket: Row<'ticket'>, role: UserRole): TransitionFacts => {
  const modality = ticket.contract === null ? null : (get(db, sql.selectFrom('contract').select('modality').where('id', '=', ticket.contract))?.modality ?? null);
  const evidence = statement(db, "SELECT count(*) AS n FROM evidence WHERE ticket = ? AND stage = 'after' AND visibility = 'client'").get(ticket.id) as { n: number };
  const validation = get(
    db,
    sql.selectFrom('validation').select('decision').where('ticket', '=', ticket.id).where('cycle', '=', ticket.cycle).orderBy('at', 'desc').orderBy('id', 'desc').limit(1),
  );
  const undecided = exists(db, "time_entry WHERE ticket = ? AND billable = 1 AND status IN ('draft', 'rejected')", ticket.id);
  const unapproved = undecided || exists(db, "time_entry WHERE ticket = ? AND billable = 1 AND status IN ('submitted', 'lead_approved')", ticket.id);
  return {
    state: ticket.state,
    kind: ticket.kind,
    service_level: ticket.service_level,
    severity: ticket.severity,
    agreed_severity: ticket.agreed_severity,
    authorised_at: ticket.authorised_at,
    client_responsible: ticket.client_responsible,
    owner: ticket.owner,
    objective: ticket.objective,
    scope: ticket.scope,
    consultant: ticket.consultant,
    consultant_role: ticket.consultant_role,
    window_start: ticket.window_start,
    window_end: ticket.window_end,
    modality,
    plan_accepted: ticket.contract !== null && exists(db, 'third_party_plan WHERE contract = ? AND plan_accepted_at IS NOT NULL', ticket.contract),
    first_response_sent: exists(db, "message WHERE ticket = ? AND direction = 'out'", ticket.id),
    visible_after_evidence: evidence.n,
    validation: validation?.decision ?? null,
    hours_approved: !unapproved,
    running_timer: exists(db, 'time_entry WHERE ticket = ? AND "end" IS NULL', ticket.id),
    // A change of this ticket that the endpoint refused, or that met another's, stands until somebody decides about it.
    open_conflict:
      exists(db, "outbox WHERE ticket = ? AND state = 'refused'", ticket.id) ||
      exists(db, 'merge_conflict c WHERE c.ticket = ? AND c.look = 1 AND NOT EXISTS (SELECT 1 FROM conflict_resolution r WHERE r.conflict = c.id)', ticket.id),
    // Where hours are approved by the client, time counts as settled only then; else once it is submitted or not billable.
    actor_role: role,
    billable_time_settled: modality === 'hours_bank' ? !unapproved : !undecided,
  };
};
