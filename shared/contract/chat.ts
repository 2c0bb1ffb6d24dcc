import type { DateOrder } from '../domain/intake/chat-dates.ts';
import type { MessageKind } from '../domain/intake/chat-words.ts';
import type { PersonRef } from './views.ts';

export interface ChatSender {
  /** As the chat shows him: a name or a number. */
  readonly name: string;
  readonly contact: PersonRef | null;
  /** The contact may ask for work on the day of his first message. */
  readonly authorised: boolean;
  /** He is called as somebody of the team. */
  readonly ours: boolean;
  readonly messages: number;
}

export interface ChatPreview {
  readonly messages: readonly { readonly sender: string; readonly at: string; readonly body: string; readonly kind: MessageKind; readonly edited: boolean }[];
  readonly senders: readonly ChatSender[];
  /** More than one: a person says how the dates are meant. */
  readonly orders: readonly DateOrder[];
  readonly order: DateOrder | null;
  /** Lines that WhatsApp wrote itself, lines before the first message, messages without a date that exists. */
  readonly left: { readonly system: number; readonly loose: number; readonly undated: number };
  readonly title: string;
}
