import type { Schema } from './schema.ts';

export type ColumnType = 'text' | 'integer' | 'bytes';

/** The tables that many rows are put into at once, with the type of each column and the key. */
const tables = {
  entity_row: {
    key: ['entity', 'key'],
    // What a change of a row's text alone sets: every further column is in an index that would be written again.
    rewritten: ['fields', 'stamps', 'seq'],
    columns: { entity: 'text', key: 'text', scope: 'text', parent: 'text', fields: 'text', stamps: 'text', seq: 'integer', deleted: 'integer', sha256: 'text', upload: 'text' },
  },
  departure: { key: ['seq', 'entity', 'key'], columns: { seq: 'integer', entity: 'text', key: 'text', scope: 'text' } },
  receipt: {
    key: ['id'],
    columns: { id: 'text', device: 'text', inc: 'integer', n: 'integer', command: 'text', seq: 'integer', outcome: 'text', code: 'text', details: 'text', hash: 'bytes' },
  },
  turn: { key: ['device', 'inc', 'seq'], columns: { device: 'text', inc: 'integer', seq: 'integer', n: 'integer', op: 'text', plain: 'integer' } },
  merge_loss: { key: [], columns: { seq: 'integer', op: 'text', entity: 'text', key: 'text', register: 'text', side: 'text', value: 'text' } },
  step_taken: { key: ['ticket', 'user', 'from_state', 'to_state'], columns: { ticket: 'text', user: 'text', from_state: 'text', to_state: 'text' } },
  clamped_stamp: { key: ['stamp'], columns: { stamp: 'text', effective: 'text' } },
} as const satisfies { readonly [T in keyof Schema]?: TableShape<T> };

interface TableShape<T extends keyof Schema> {
  readonly key: readonly (keyof Schema[T])[];
  readonly rewritten?: readonly (keyof Schema[T])[];
  readonly columns: Readonly<Record<keyof Schema[T], ColumnType>>;
}

export type PutTable = keyof typeof tables;

export interface Put<T extends PutTable> {
  readonly table: T;
  /** Where the key is there already: `fail`, `keep` what stands, `replace` it, or `rewrite` what changes with its text alone. */
  readonly standing: 'fail' | 'keep' | 'replace' | 'rewrite';
}

/** What a driver needs to write the statement. */
export interface PutPlan {
  readonly table: string;
  readonly columns: readonly string[];
  readonly types: readonly ColumnType[];
  /** `ON CONFLICT …`, or nothing. */
  readonly conflict: string;
}

export const quoted = (name: string): string => `"${name}"`;

const conflictOf = (standing: Put<PutTable>['standing'], columns: readonly string[], key: readonly string[], rewritten: readonly string[]): string => {
  if (standing === 'fail') return '';
  if (standing === 'keep') return 'ON CONFLICT DO NOTHING';
  const rest = standing === 'rewrite' ? rewritten : columns.filter((column) => !key.includes(column));
  return `ON CONFLICT (${key.map(quoted).join(', ')}) DO UPDATE SET ${rest.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')}`;
};

export const planOf = ({ table, standing }: Put<PutTable>): PutPlan => {
  const shape: { readonly key: readonly string[]; readonly rewritten?: readonly string[]; readonly columns: Readonly<Record<string, ColumnType>> } = tables[table];
  const columns = Object.keys(shape.columns);
  return { table: quoted(table), columns, types: Object.values(shape.columns), conflict: conflictOf(standing, columns, shape.key, shape.rewritten ?? []) };
};
