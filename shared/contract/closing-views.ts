import type { Channel } from '../domain/enums.ts';

/** What the client said of a delivery. */
export interface ValidationView {
  readonly id: string;
  readonly cycle: number;
  readonly decision: 'accepted' | 'rejected';
  readonly contact: string;
  readonly at: string;
  readonly via: Channel;
  /** Who of the team wrote it down for him; null: he said it himself. */
  readonly onBehalfBy: string | null;
  readonly comment: string;
}

/** What was changed in the client's system. */
export interface ChangeRecordView {
  readonly id: string;
  readonly what: string;
  readonly risk: string;
  readonly rollback: string;
  readonly testedBy: string | null;
}
