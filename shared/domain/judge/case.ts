import type { EntityName } from '../entities/index.ts';
import type { TicketState, UserRole } from '../enums.ts';
import type { Json } from '../primitives.ts';
import type { TransitionFacts } from '../ticket-state.ts';

type RowFields = Readonly<Record<string, Json>>;

/** Who asks for the change. */
export interface JudgedActor {
  /** Null: the endpoint itself, whose own ops are not judged. */
  readonly user: string | null;
  readonly role: UserRole;
}

export interface GroupedOp {
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: EntityName;
  readonly key: string;
  readonly fields: RowFields;
}

/** One op with the row that it changes. */
export interface JudgedOp extends GroupedOp {
  /** The row as it stands; null where it is being created. */
  readonly before: RowFields | null;
  /** The row as it would stand; null where it is being deleted. */
  readonly after: RowFields | null;
}

/** What the rules look up beside the op's own row. Everything answers for living rows that the actor may see. */
export interface Surroundings {
  /** All ops of the command, the judged one too. */
  readonly group: readonly GroupedOp[];
  readonly row: (entity: EntityName, key: string) => RowFields | null;
  /** What the guards of the state machine look at. */
  readonly facts: (ticket: string, row: RowFields) => TransitionFacts;
  readonly agreements: (ticket: string) => readonly RowFields[];
  /** Every movement of a lot of hours. */
  readonly movements: (lot: string) => readonly { readonly id: string; readonly fields: RowFields }[];
  /** Did this person register or import the ticket? */
  readonly registeredBy: (ticket: string, user: string) => boolean;
  /** Has this person taken the ticket from one state to the other? He may take it back (undo, redo). */
  readonly took: (ticket: string, user: string, from: TicketState, to: TicketState) => boolean;
}

/** Why an op may not be. The codes are among those of `errorCodes` and of the protocol's refusals. */
export interface Fault {
  readonly code: 'not_allowed' | 'not_found' | 'invalid_input' | 'transition_blocked' | 'agreement_required' | 'entry_locked' | 'interval_invalid' | 'fact_immutable' | 'version_pinned' | 'lot_overdrawn';
  readonly details: { readonly [key: string]: Json };
}

export const fault = (code: Fault['code'], details: Fault['details'] = {}): Fault => ({ code, details });

/** A field of the command that says something else than it may, or is missing. */
export const untrue = (path: string, message: string): Fault => fault('invalid_input', { issues: [{ path, message }] });

export type { RowFields };
