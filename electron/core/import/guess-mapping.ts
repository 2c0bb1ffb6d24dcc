import type { ImportMapping, ImportSource, ImportTarget } from '#shared/contract/import.ts';
import { channels, kinds, severities, ticketStates } from '#shared/domain/enums.ts';
import { columnWords, valueWords, wordKey, type ColumnRole, type WordFamily } from './known-words.ts';
import { timeReader } from './zoned-time.ts';

export interface SampledColumn {
  readonly name: string;
  /** Distinct values, trimmed, the most frequent first. */
  readonly values: readonly string[];
  /** Rows that say something. */
  readonly filled: number;
}

const dateFormats = ['iso', 'D/M/YYYY HH:mm', 'M/D/YYYY HH:mm'] as const;
const emptyTexts = ['?', 'N/A', 'n/a', 'NULL', 'null', '-', '--', 'None', '(empty)', 'Sin asignar'];
const ownValues: Partial<Record<ImportTarget, readonly string[]>> = { severity: severities, state: ticketStates, channel: channels, kind: kinds };

export const missingTextsOf = (columns: readonly SampledColumn[]): readonly string[] => emptyTexts.filter((text) => columns.some((column) => column.values.includes(text)));

const saidValues = (column: SampledColumn, missing: readonly string[]): readonly string[] => column.values.filter((value) => value !== '' && !missing.includes(value));

/** The format in which most of the columns' texts are times. Day first where both orders fit: that is how it is written here. */
const guessFormat = (texts: readonly string[]): ImportMapping['dateFormat'] => {
  let best: { readonly format: ImportMapping['dateFormat']; readonly read: number } = { format: 'iso', read: 0 };
  for (const format of dateFormats) {
    const reader = timeReader(format, 'UTC');
    const read = texts.filter((text) => reader(text) !== null).length;
    if (read > best.read) best = { format, read };
  }
  return best.format;
};

/** The family that knows most of the sample, whole, and whatever else any family knows of it. */
const translate = (target: ImportTarget, texts: readonly string[]): Readonly<Record<string, string>> => {
  const families = valueWords[target] ?? [];
  const own = new Set(ownValues[target]);
  const known = families.map((family) => new Map(Object.entries(family).map(([word, to]) => [wordKey(word), to])));
  let best: { readonly family: WordFamily; readonly hits: number } = { family: {}, hits: 0 };
  for (const [index, family] of families.entries()) {
    const hits = texts.filter((text) => known[index]?.has(wordKey(text))).length;
    if (hits > best.hits) best = { family, hits };
  }
  const values: Record<string, string> = { ...best.family };
  const bestKnown = new Map(Object.entries(best.family).map(([word, to]) => [wordKey(word), to]));
  for (const text of texts) {
    if (own.has(text)) continue;
    const to = bestKnown.get(wordKey(text)) ?? known.find((family) => family.has(wordKey(text)))?.get(wordKey(text));
    if (to !== undefined) values[text] = to;
  }
  return values;
};

/**
 * A mapping to begin with, from the names of the columns and what they say. One file is taken for one client, named
 * after the file, unless a column names clients. Where no column is a title, one is put together of what describes best.
 */
export const guessMapping = (columns: readonly SampledColumn[], fileName: string, tz: string): ImportMapping => {
  const taken = new Set<string>();
  const missing = missingTextsOf(columns);
  const find = (role: ColumnRole, fits: (column: SampledColumn) => boolean = () => true): SampledColumn | null => {
    for (const word of columnWords[role]) {
      const found = columns.find((column) => !taken.has(column.name) && column.filled > 0 && wordKey(column.name) === word && fits(column));
      if (found !== undefined) {
        taken.add(found.name);
        return found;
      }
    }
    return null;
  };
  const readers = dateFormats.map((format) => timeReader(format, 'UTC'));
  const isTimes = (column: SampledColumn): boolean => {
    const texts = saidValues(column, missing).slice(0, 50);
    return texts.length > 0 && readers.some((reader) => texts.every((text) => reader(text) !== null));
  };

  const key = find('key') ?? columns[0] ?? { name: '', values: [], filled: 0 };
  taken.add(key.name);
  const updated = find('updated_at', isTimes);
  const received = find('received_at', isTimes);
  const closed = find('closed_at', isTimes);
  const dates = [updated, received, closed].filter((column) => column !== null);
  const fields: Partial<Record<ImportTarget, ImportSource>> = {};
  const set = (target: ImportTarget, column: SampledColumn | null, more: { readonly values?: Record<string, string>; readonly fallback?: string } = {}): void => {
    if (column !== null) fields[target] = { from: 'column', column: column.name, ...more };
  };
  const setChoice = (target: ImportTarget, fallback?: string): void => {
    // A column in which no word is known says something else (`type` of a system's own, a score).
    const own = new Set(ownValues[target]);
    const column = find(target, (candidate) => {
      const texts = saidValues(candidate, missing);
      const values = translate(target, texts);
      return texts.some((text) => own.has(text) || Object.hasOwn(values, text));
    });
    if (column === null) return;
    const values = { ...translate(target, column.values.filter((value) => value !== '' && !missing.includes(value))) };
    set(target, column, { values, ...(fallback === undefined ? {} : { fallback }) });
  };

  set('title', find('title'));
  set('description', find('description'));
  set('client', find('client'));
  set('requester_name', find('requester_name'));
  setChoice('severity');
  setChoice('state');
  setChoice('channel', 'portal');
  setChoice('kind');
  set('received_at', received);
  set('closed_at', closed);
  fields.client ??= { from: 'value', value: fileName.replace(/\.[^.]+$/, '').replaceAll(/[_-]+/g, ' ').trim() };
  if (fields.title === undefined) {
    const telling = columns.filter((column) => ['category', 'subcategory', 'u symptom', 'symptom', 'categoria', 'subcategoria', 'sintoma', 'cmdb ci'].includes(wordKey(column.name)) && column.filled > 0).slice(0, 3);
    // The key last: it is always there, so no ticket is left without a title.
    fields.title = { from: 'template', template: [...telling, key].map((column) => `{${column.name}}`).join(' · ') };
  } else set('module', find('module'));
  const group = find('group');
  return {
    ticketKey: key.name,
    orderBy: updated?.name ?? null,
    dateFormat: guessFormat(dates.flatMap((column) => saidValues(column, missing).slice(0, 200))),
    tz,
    missing: [...missing],
    fields,
    track: group === null ? [] : [group.name],
  };
};
