import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { ChatPreview, ChatSender } from '#shared/contract/chat.ts';
import { localDateOf } from '#shared/domain/calendar/zone.ts';
import { instantOf, readChat, type Chat } from '#shared/domain/intake/whatsapp-chat.ts';
import { isAuthorised, personOf } from '#shared/domain/intake/whose-words.ts';
import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { all, sql } from '../db/handles.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { createTicket } from '../tickets/commands.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

const longestTitle = 80;

const read = (spine: Spine, { text, tz, order }: Pick<Input<'chat.read'>, 'text' | 'tz' | 'order'>): Chat => readChat(text, { today: localDateOf(tz, spine.clock.now()), order });

const sendersOf = (spine: Spine, chat: Chat, client: string | null): readonly ChatSender[] => {
  const contacts = client === null ? [] : all(spine.db, sql.selectFrom('contact').select(['id', 'name', 'whatsapp', 'authorised_from', 'authorised_to']).where('client', '=', client));
  const team = all(spine.db, sql.selectFrom('user').select(['id', 'name']));
  const first = new Map<string, { day: string; messages: number }>();
  for (const { sender, local } of chat.messages) {
    const known = first.get(sender);
    if (known === undefined) first.set(sender, { day: local.slice(0, 10), messages: 1 });
    else known.messages += 1;
  }
  return [...first].map(([name, { day, messages }]) => {
    const contact = personOf(name, contacts);
    return {
      name,
      contact: contact === null ? null : { id: contact.id, name: contact.name },
      authorised: contact !== null && isAuthorised(contact, day),
      ours: contact === null && personOf(name, team) !== null,
      messages,
    };
  });
};

/** What the first who is not of the team wrote, in one line. */
const titleOf = (chat: Chat, ours: ReadonlySet<string>): string => {
  const first = chat.messages.find(({ sender, kind }) => kind === 'text' && !ours.has(sender)) ?? chat.messages[0];
  const line = (first?.body ?? '').replaceAll(/\s+/gu, ' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).trimEnd()}…`;
};

const preview = (spine: Spine, input: Input<'chat.read'>): ChatPreview => {
  const chat = read(spine, input);
  const senders = sendersOf(spine, chat, input.client);
  const ours = new Set(senders.filter((sender) => sender.ours).map(({ name }) => name));
  const { messages, orders, order, system, loose, undated } = chat;
  return {
    messages: messages.map(({ sender, local, body, kind, edited }) => ({ sender, at: instantAt(instantOf(input.tz, local)), body, kind, edited })),
    senders,
    orders,
    order,
    left: { system, loose, undated },
    title: titleOf(chat, ours),
  };
};

const toTicket = (spine: Spine, input: Input<'chat.toTicket'>): { id: string; code: string; messages: number } => {
  const chat = read(spine, input);
  const received = chat.messages.map(({ local }) => instantOf(input.tz, local)).toSorted((a, b) => a - b)[0];
  // A message that would be left out is evidence that would be lost.
  if (received === undefined || chat.undated > 0) throw new AppError('chat_unreadable');
  const ours = new Set(input.ours);
  const messages = chat.messages.map(({ sender, local, body }) => ({
    direction: ours.has(sender) ? ('out' as const) : ('in' as const),
    channel: 'whatsapp' as const,
    author: null,
    author_name: sender,
    at: instantAt(instantOf(input.tz, local)),
    body,
  }));
  const { client, title, requester, requester_name } = input;
  const made = createTicket(spine, 'chat.toTicket', { title, client, channel: 'whatsapp', requester, requester_name, description: '', received_at: instantAt(received) }, messages);
  return { ...made, messages: messages.length };
};

/** What comes in by hand from elsewhere: a pasted WhatsApp chat becomes a ticket. */
export const createIntake = (spine: Spine): Part<'chat.read' | 'chat.toTicket'> => ({
  'chat.read': (input) => preview(spine, input),
  'chat.toTicket': (input) => toTicket(spine, input),
});
