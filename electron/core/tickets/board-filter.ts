import type { BoardFilter } from '#shared/contract/views.ts';

export interface Condition {
  /** Begins with ` AND `, or is empty. */
  readonly text: string;
  readonly values: readonly (string | number)[];
}

const numberText = /^#\s*(\d{1,15})$/;
const bareNumber = /^\d{1,15}$/;

/** What was typed as an FTS5 query: every word must be there, as a prefix; quoted, so that nothing in it is syntax. */
export const searchQuery = (text: string): string | null => {
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length === 0 ? null : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' AND ');
};

const textCondition = (typed: string): Condition => {
  const exact = numberText.exec(typed);
  if (exact !== null) return { text: ' AND t.number = ?', values: [Number(exact[1])] };
  const query = searchQuery(typed);
  if (query === null) return { text: ' AND 0', values: [] };
  const found = 't.rowid IN (SELECT rowid FROM ticket_text WHERE ticket_text MATCH ?)';
  // A bare number is that ticket first of all, but also a number within a title.
  if (bareNumber.test(typed)) return { text: ` AND (t.number = ? OR ${found})`, values: [Number(typed), query] };
  if (/^p-/i.test(typed)) return { text: ` AND ${found}`, values: [`code : ${query}`] };
  return { text: ` AND ${found}`, values: [query] };
};

const slaText: Readonly<Record<NonNullable<BoardFilter['sla']>, string>> = {
  breached: 'due_at < ?',
  at_risk: 'due_at >= ? AND warn_at <= ?',
  paused: 'paused = 1',
};

/** The filter of the board as conditions on `ticket t`. `now`, an ISO instant: what the clocks are read at. */
export const filterCondition = (filter: BoardFilter, now: string): Condition => {
  const parts: Condition[] = [];
  if (filter.client !== undefined) parts.push({ text: ' AND t.client = ?', values: [filter.client] });
  if (filter.consultant === 'none') parts.push({ text: ' AND t.consultant IS NULL', values: [] });
  else if (filter.consultant !== undefined) parts.push({ text: ' AND t.consultant = ?', values: [filter.consultant] });
  if (filter.sla !== undefined) {
    const text = slaText[filter.sla];
    parts.push({ text: ` AND t.id IN (SELECT ticket FROM ticket_sla WHERE ${text})`, values: Array.from(text.matchAll(/\?/g), () => now) });
  }
  const typed = filter.text?.trim() ?? '';
  if (typed !== '') parts.push(textCondition(typed));
  return { text: parts.map((part) => part.text).join(''), values: parts.flatMap((part) => part.values) };
};
