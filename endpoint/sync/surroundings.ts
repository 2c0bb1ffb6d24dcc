import type { EntityName } from '#shared/domain/entities/index.ts';
import type { GroupedOp, Surroundings } from '#shared/domain/judge/case.ts';
import { factsOfRows } from '#shared/domain/judge/ticket-facts.ts';
import type { TransitionFacts } from '#shared/domain/ticket-state.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { maySee } from './actor.ts';
import type { WriteContext } from './write-context.ts';

/** What the judge looks up, answered from the working set; `load-batch.ts` has read what these can ask. */
export const surroundingsOf = (context: WriteContext, group: readonly GroupedOp[]): Surroundings => {
  const { rows, actor } = context;
  const fieldsOf = (row: { readonly fields: string }): RowFields => JSON.parse(row.fields) as RowFields;
  const under = (ticket: string, entity: EntityName): readonly RowFields[] =>
    rows.children('ticket', ticket).flatMap((row) => (row.entity === entity && row.deleted === 0 ? [fieldsOf(row)] : []));
  const modalityOf = (contract: string): TransitionFacts['modality'] => {
    const row = rows.row('contract', contract);
    return row === undefined || row.deleted === 1 ? null : ((fieldsOf(row)['modality'] ?? null) as TransitionFacts['modality']);
  };
  /** A conflict of this ticket at which nobody has looked yet. */
  const isOpen = (ticket: string): boolean => {
    const looked = new Set(under(ticket, 'conflict_resolution').map((row) => row['conflict']));
    return rows.children('ticket', ticket).some((row) => row.entity === 'merge_conflict' && row.deleted === 0 && !looked.has(row.key) && fieldsOf(row)['look'] === true);
  };
  return {
    group,
    row: (entity, key) => {
      const row = rows.row(entity, key);
      return row === undefined || row.deleted === 1 || !maySee(actor, row.scope) ? null : fieldsOf(row);
    },
    facts: (ticket, row) => {
      const contract = typeof row['contract'] === 'string' ? row['contract'] : null;
      return factsOfRows(
        row,
        { messages: under(ticket, 'message'), evidence: under(ticket, 'evidence'), validations: under(ticket, 'validation'), entries: under(ticket, 'time_entry') },
        {
          modality: contract === null ? null : modalityOf(contract),
          plan_accepted: contract !== null && rows.plansUnder(contract).some((plan) => plan.deleted === 0 && fieldsOf(plan)['plan_accepted_at'] !== null),
          open_conflict: isOpen(ticket),
          actor_role: actor.role,
        },
      );
    },
    agreements: (ticket) => under(ticket, 'severity_agreement'),
    movements: (lot) => rows.children('hours_lot', lot).flatMap((row) => (row.entity === 'hours_movement' && row.deleted === 0 ? [{ id: row.key, fields: fieldsOf(row) }] : [])),
    registeredBy: (ticket, user) => under(ticket, 'ticket_event').some((event) => (event['type'] === 'registered' || event['type'] === 'imported') && event['actor'] === user),
    took: rows.took,
  };
};
