import type { ImportMapping, ImportTarget } from '#shared/contract/import.ts';
import { AppError } from '#shared/errors.ts';
import { cellReader, fieldReader, indexOfColumn, isProblem, type FieldReader, type Problem } from './field-reader.ts';
import { timeReader, type TimeReader } from './zoned-time.ts';

/** One row of the file, read as the mapping says. */
export interface Update {
  readonly key: string | null;
  readonly line: number;
  /** Where it stands among its ticket's updates: a time or a number; null: where the file has it. */
  readonly order: number | null;
  /** When it happened, in milliseconds; null where the file's order is no time. */
  readonly at: number | null;
  readonly fields: Readonly<Partial<Record<ImportTarget, string | null>>>;
  readonly tracked: readonly (string | null)[];
  readonly problems: readonly Problem[];
}

export type RowReader = (cells: readonly string[], line: number) => Update;

const makeTimeReader = (mapping: ImportMapping): TimeReader => {
  try {
    return timeReader(mapping.dateFormat, mapping.tz);
  } catch (error) {
    if (error instanceof RangeError) throw new AppError('mapping_invalid', { target: 'tz', reason: 'unknown_zone' }, { cause: error });
    throw error;
  }
};

const plainNumber = /^-?\d+(?:\.\d+)?$/;

/** Error: mapping_invalid { target, reason }. */
export const rowReader = (mapping: ImportMapping, columns: readonly string[]): RowReader => {
  for (const target of ['title', 'client'] as const) {
    if (mapping.fields[target] === undefined) throw new AppError('mapping_invalid', { target, reason: 'missing' });
  }
  const rules = { columns, missing: new Set(mapping.missing), time: makeTimeReader(mapping) };
  const key = cellReader(rules, indexOfColumn(columns, mapping.ticketKey, 'ticketKey'));
  const order = mapping.orderBy === null ? null : cellReader(rules, indexOfColumn(columns, mapping.orderBy, 'orderBy'));
  const readers = (Object.entries(mapping.fields) as [ImportTarget, Parameters<typeof fieldReader>[1]][]).map(
    ([target, source]): readonly [ImportTarget, FieldReader] => [target, fieldReader(target, source, rules)],
  );
  const tracked = mapping.track.map((column) => cellReader(rules, indexOfColumn(columns, column, 'track')));

  return (cells, line) => {
    const problems: Problem[] = [];
    const ticket = key(cells);
    if (cells.length !== columns.length) {
      problems.push({ target: 'ticketKey', column: null, code: 'columns', value: `${cells.length}/${columns.length}` });
      return { key: ticket, line, order: null, at: null, fields: {}, tracked: [], problems };
    }
    if (ticket === null) problems.push({ target: 'ticketKey', column: mapping.ticketKey, code: 'missing', value: '' });
    else if (ticket.length > 300) problems.push({ target: 'ticketKey', column: mapping.ticketKey, code: 'too_long', value: ticket.slice(0, 120) });
    let position: number | null = null;
    let at: number | null = null;
    const written = order?.(cells) ?? null;
    if (written !== null) {
      at = plainNumber.test(written) ? null : rules.time(written);
      position = at ?? (plainNumber.test(written) ? Number(written) : null);
      if (position === null) problems.push({ target: 'orderBy', column: mapping.orderBy, code: 'not_a_time', value: written.slice(0, 120) });
    }
    const fields: Partial<Record<ImportTarget, string | null>> = {};
    for (const [target, read] of readers) {
      const value = read(cells);
      if (isProblem(value)) problems.push(value);
      else fields[target] = value;
    }
    return { key: ticket, line, order: position, at, fields, tracked: tracked.map((read) => read(cells)), problems };
  };
};
