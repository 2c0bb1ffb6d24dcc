import type { ImportMapping, ImportSource, ImportTarget, RejectedLine } from '#shared/contract/import.ts';
import { channels, kinds, serviceLevels, severities, ticketStates } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import type { TimeReader } from './zoned-time.ts';

export type Problem = RejectedLine['problems'][number];
/** A field's text, null where the row says nothing, or what is wrong with it. Times come as milliseconds in text. */
export type FieldReader = (cells: readonly string[]) => string | null | Problem;

export const isProblem = (value: string | null | Problem): value is Problem => typeof value === 'object' && value !== null;

const choices: Partial<Record<ImportTarget, readonly string[]>> = { severity: severities, state: ticketStates, channel: channels, kind: kinds, service_level: serviceLevels };
const longest: Partial<Record<ImportTarget, number>> = { title: 300, client: 300, requester_name: 300, module: 300, description: 100_000 };
const isTime = (target: ImportTarget): boolean => target === 'received_at' || target === 'closed_at';

export interface ReadingRules {
  readonly columns: readonly string[];
  readonly missing: ReadonlySet<string>;
  readonly time: TimeReader;
}

export const indexOfColumn = (columns: readonly string[], column: string, target: string): number => {
  const index = columns.indexOf(column);
  if (index === -1) throw new AppError('mapping_invalid', { target, reason: 'unknown_column', column });
  return index;
};

/** A cell's text without the spaces around it; null where it says nothing. */
export const cellReader = ({ missing }: Pick<ReadingRules, 'missing'>, index: number): ((cells: readonly string[]) => string | null) => {
  const known = new Map<string, string | null>();
  return (cells) => {
    const raw = cells[index] ?? '';
    const kept = known.get(raw);
    if (kept !== undefined) return kept;
    const text = raw.trim();
    const value = text === '' || missing.has(text) ? null : text;
    if (raw.length < 100) known.set(raw, value);
    return value;
  };
};

/** Columns that say nothing fall out together with the text before them; when none says anything, neither does the template. */
const templateReader = (template: string, rules: ReadingRules, target: ImportTarget): ((cells: readonly string[]) => string | null) => {
  const parts: { readonly lead: string; readonly read: (cells: readonly string[]) => string | null }[] = [];
  let lead = 0;
  for (const found of template.matchAll(/\{([^{}]+)\}/g)) {
    const column = (found[1] ?? '').trim();
    parts.push({ lead: template.slice(lead, found.index), read: cellReader(rules, indexOfColumn(rules.columns, column, target)) });
    lead = found.index + found[0].length;
  }
  if (parts.length === 0) throw new AppError('mapping_invalid', { target, reason: 'template_without_column' });
  const tail = template.slice(lead);
  const opening = parts[0]?.lead ?? '';
  return (cells) => {
    let text = '';
    for (const [at, part] of parts.entries()) {
      const value = part.read(cells);
      if (value !== null) text += text === '' ? value : `${at === 0 ? '' : part.lead}${value}`;
    }
    return text === '' ? null : `${opening}${text}${tail}`.trim();
  };
};

const checked = (target: ImportTarget, column: string | null, rules: ReadingRules): ((text: string) => string | Problem) => {
  const allowed = choices[target];
  const problem = (code: Problem['code'], value: string): Problem => ({ target, column, code, value: value.slice(0, 120) });
  if (allowed !== undefined) return (text) => (allowed.includes(text) ? text : problem('not_a_choice', text));
  if (isTime(target)) {
    return (text) => {
      const ms = rules.time(text);
      return ms === null ? problem('not_a_time', text) : String(ms);
    };
  }
  const limit = longest[target] ?? 300;
  return (text) => (text.length > limit ? problem('too_long', text) : text);
};

const columnReader = (target: ImportTarget, source: Extract<ImportSource, { from: 'column' }>, rules: ReadingRules): FieldReader => {
  const index = indexOfColumn(rules.columns, source.column, target);
  const cell = cellReader(rules, index);
  const check = checked(target, source.column, rules);
  const said = new Map(Object.entries(source.values ?? {}).map(([from, to]) => [from.trim(), to]));
  const fallback = source.fallback === undefined ? null : check(source.fallback);
  if (isProblem(fallback)) throw new AppError('mapping_invalid', { target, reason: fallback.code, value: fallback.value });
  for (const to of said.values()) {
    const result = check(to);
    if (isProblem(result)) throw new AppError('mapping_invalid', { target, reason: result.code, value: result.value });
  }
  const isChoice = choices[target] !== undefined;
  return (cells) => {
    // What is listed counts even where it is one of the texts that mean nothing.
    const listed = said.get((cells[index] ?? '').trim());
    const text = listed ?? cell(cells);
    if (text === null) return fallback;
    const result = check(text);
    return isProblem(result) && isChoice && fallback !== null ? fallback : result;
  };
};

/** Error: mapping_invalid { target, reason }. */
export const fieldReader = (target: ImportTarget, source: ImportSource, rules: ReadingRules): FieldReader => {
  if (source.from === 'column') return columnReader(target, source, rules);
  if (source.from === 'template') {
    const read = templateReader(source.template, rules, target);
    const check = checked(target, null, rules);
    return (cells) => {
      const text = read(cells);
      return text === null ? null : check(text);
    };
  }
  const text = source.value.trim();
  if (text === '') return () => null;
  const value = checked(target, null, rules)(text);
  if (isProblem(value)) throw new AppError('mapping_invalid', { target, reason: value.code, value: value.value });
  return () => value;
};

export const missingProblem = (target: 'title' | 'client', mapping: ImportMapping): Problem => {
  const source = mapping.fields[target];
  return { target, column: source?.from === 'column' ? source.column : null, code: 'missing', value: '' };
};
