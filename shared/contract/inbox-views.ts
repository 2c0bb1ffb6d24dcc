import type { Channel, Severity } from '../domain/enums.ts';
import type { PersonRef } from './views.ts';

/** A ticket that nobody has classified yet. Instants are ISO-8601 UTC. */
export interface InboxItem {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly client: PersonRef;
  readonly channel: Channel;
  readonly severity: Severity | null;
  readonly receivedAt: string;
  readonly requester: string;
  /** The requester may speak for his client today. */
  readonly authorised: boolean;
  /** Until when this desk has put it off; null: it has not. */
  readonly snoozedUntil: string | null;
}

export interface Inbox {
  /** The oldest first; what was put off is at the end. */
  readonly items: readonly InboxItem[];
  /** All that wait, also those beyond the list. */
  readonly waiting: number;
  readonly snoozed: number;
}
