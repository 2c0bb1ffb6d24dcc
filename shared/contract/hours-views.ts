import type { Modality } from '../domain/enums.ts';
import type { PersonRef, TimeEntryView } from './views.ts';

export const hoursStages = ['mine', 'lead', 'client', 'approved'] as const;
/** Whose word the hours wait for: one's own, a lead's, the client's, nobody's. */
export type HoursStage = (typeof hoursStages)[number];

/** Hours that are decided together: of one contract, or of none. */
export interface HoursGroup {
  readonly key: string;
  readonly client: PersonRef | null;
  readonly contract: { readonly id: string; readonly modality: Modality } | null;
  /** Who may approve hours for this client. */
  readonly approvers: readonly PersonRef[];
  readonly entries: readonly TimeEntryView[];
  /** Whole seconds as they were worked. */
  readonly seconds: number;
  /** What the contract makes of the billable ones, in minutes; null without a contract. */
  readonly roundedMin: number | null;
}

/** A ticket's hours bank before one begins. Minutes; negative is overdraft. */
export interface BankView {
  readonly remainingMin: number;
  /** Less what was worked and is not decided yet. */
  readonly afterMin: number;
  /** Local date on which the first of its lots ends, inclusive. */
  readonly expiresOn: string;
}
