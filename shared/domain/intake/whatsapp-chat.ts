import { Temporal } from 'temporal-polyfill';
import { localTimeOf, ordersOf, type DateOrder, type WrittenTime } from './chat-dates.ts';
import { isSystemLine, readBody, type MessageKind } from './chat-words.ts';

export interface ChatMessage {
  /** As the phone shows it: a name or a number. */
  readonly sender: string;
  /** Wall clock of the phone, `YYYY-MM-DDTHH:MM:SS`. */
  readonly local: string;
  readonly body: string;
  readonly kind: MessageKind;
  readonly file: string | null;
  readonly edited: boolean;
}

export interface Chat {
  readonly messages: readonly ChatMessage[];
  /** Lines that WhatsApp wrote itself. */
  readonly system: number;
  /** Lines before the first message, which belong to none. */
  readonly loose: number;
  /** Messages whose date is none in this order; they are not among `messages`. */
  readonly undated: number;
  /** How the dates can be meant, the likeliest first; more than one: a person has to say. */
  readonly orders: readonly DateOrder[];
  /** The order that these messages were read by. */
  readonly order: DateOrder | null;
}

/** A pasted chat at most, characters. */
export const maxChatChars = 500_000;

/** Marks of writing direction and of invisible joins that phones put around names, numbers and dates. */
const marks = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
/** No-break, thin and narrow spaces, as before «a. m.». */
const spaces = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/gu;

const date = String.raw`(?<a>\d{1,4})[/.\-](?<b>\d{1,2})(?:[/.\-](?<c>\d{1,4}))?`;
const time = String.raw`(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2}))? ?(?<half>[ap]\.? ?m\.?)?`;
/** iOS exports, and what is copied on iOS: `[12/6/26, 11:45:30 a. m.] Rosa: …`; copied on Android it has no seconds and no year. */
const bracketed = new RegExp(String.raw`^\[${date},? +${time}\] ?(?<rest>.*)$`, 'iu');
/** What is copied in WhatsApp Web: `[11:45, 12/6/2026] Rosa: …`. */
const webCopy = new RegExp(String.raw`^\[${time}, +${date}\] ?(?<rest>.*)$`, 'iu');
/** Android exports: `12/6/26, 11:45 - Rosa: …`. */
const dashed = new RegExp(String.raw`^${date},? +${time} [-–] (?<rest>.*)$`, 'iu');

interface Line {
  readonly written: WrittenTime;
  readonly rest: string;
}

const hourOf = (hour: number, half: string | undefined): number | null => {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
};

const headOf = (line: string): Line | null => {
  const found = (bracketed.exec(line) ?? webCopy.exec(line) ?? dashed.exec(line))?.groups;
  if (found === undefined) return null;
  const hour = hourOf(Number(found['hour']), found['half']);
  const [minute, second] = [Number(found['minute']), Number(found['second'] ?? 0)];
  if (hour === null || minute > 59 || second > 59) return null;
  return { written: { parts: [found['a'] ?? '', found['b'] ?? '', found['c'] ?? null], hour, minute, second }, rest: found['rest'] ?? '' };
};

const senderOf = (rest: string): { readonly sender: string; readonly text: string } | null => {
  const found = /^(?<sender>[^:]{1,120}?): ?(?<text>.*)$/u.exec(rest);
  const sender = found?.groups?.['sender']?.replace(/^~ ?/u, '').trim() ?? '';
  return sender === '' ? null : { sender, text: found?.groups?.['text'] ?? '' };
};

interface Draft extends Line {
  readonly sender: string;
  readonly lines: string[];
}

/**
 * Reads an exported or copied chat of WhatsApp. A line that begins with no date goes on with the message before it. Nothing of
 * a message's text is lost but direction marks and the mark of an edit. `today` is the local date; `order` says what a person chose.
 */
export const readChat = (text: string, { today, order: chosen }: { readonly today: string; readonly order?: DateOrder | null | undefined }): Chat => {
  const drafts: Draft[] = [];
  let [system, loose] = [0, 0];
  let current: string[] | null = null;
  for (const raw of text.replaceAll(/\r\n?/gu, '\n').split('\n')) {
    const clean = raw.replaceAll(marks, '');
    const head = headOf(clean.replaceAll(spaces, ' ').trimStart());
    if (head === null) {
      if (current !== null) current.push(clean);
      else if (clean.trim() !== '') loose += 1;
      continue;
    }
    const said = senderOf(head.rest);
    // iOS writes a group's notes as if the group said them, with a mark before the text.
    const noted = said !== null && /\][^:]*: ?\u200E/u.test(raw) && isSystemLine(said.text);
    if (said === null || noted || (isSystemLine(head.rest) && isSystemLine(said.sender))) {
      system += 1;
      current = [];
      continue;
    }
    current = [said.text];
    drafts.push({ ...head, sender: said.sender, lines: current });
  }
  const orders = ordersOf(drafts.map(({ written }) => written), today);
  const order = chosen ?? orders[0] ?? null;
  const times = drafts.map(({ written }) => (order === null ? null : localTimeOf(written, order, today)));
  const messages = drafts.flatMap(({ sender, lines }, index): readonly ChatMessage[] => {
    const local = times[index] ?? null;
    const read = readBody(lines.join('\n').trim());
    return local === null || (read.body === '' && !read.edited) ? [] : [{ sender, local, ...read }];
  });
  return { messages, system, loose, undated: times.filter((one) => one === null).length, orders, order };
};

/** Milliseconds since the epoch of a wall clock in a zone: the first of a repeated hour, after the jump of one that is skipped. */
export const instantOf = (tz: string, local: string): number => Temporal.PlainDateTime.from(local).toZonedDateTime(tz, { disambiguation: 'compatible' }).epochMilliseconds;
