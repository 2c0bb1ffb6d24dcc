import type { ImportCounts, ImportRunView } from '#shared/contract/import.ts';
import type { ErrorCode, ErrorDetails } from '#shared/errors.ts';
import { all, get, run, sql, type ReadDb, type WriteDb } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

export type RunStatus = Schema['import_run']['status'];

/** What a run leaves to be read later: its counts, and the clients that it made. */
interface Result {
  readonly counts: ImportCounts;
  readonly clients: readonly string[];
}

export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly status: RunStatus;
  readonly result: Result | null;
  readonly error: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

const shown = 100;

const storedRun = (row: Schema['import_run']): StoredRun => ({
  id: row.id,
  name: row.name,
  at: row.at,
  status: row.status,
  result: row.counts === null ? null : (JSON.parse(row.counts) as Result),
  error: row.error === null ? null : (JSON.parse(row.error) as StoredRun['error']),
});

export const findRun = (db: ReadDb, id: string): StoredRun | null => {
  const row = get(db, sql.selectFrom('import_run').selectAll().where('id', '=', id));
  return row === undefined ? null : storedRun(row);
};

export const runsWithStatus = (db: ReadDb, statuses: readonly RunStatus[]): readonly StoredRun[] =>
  all(db, sql.selectFrom('import_run').selectAll().where('status', 'in', statuses).orderBy('at')).map(storedRun);

/** The newest first. */
export const recentRuns = (db: ReadDb): readonly StoredRun[] => all(db, sql.selectFrom('import_run').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(shown)).map(storedRun);

export const beginRun = (tx: WriteDb, { id, name, at }: Pick<StoredRun, 'id' | 'name' | 'at'>): void =>
  void run(tx, sql.insertInto('import_run').values({ id, name, at, status: 'running', counts: null, error: null }));

export const setRun = (tx: WriteDb, id: string, status: RunStatus, more: Partial<Pick<StoredRun, 'result' | 'error'>> = {}): void => {
  const texts: { counts?: string; error?: string } = {};
  if (more.result !== undefined && more.result !== null) texts.counts = JSON.stringify(more.result);
  if (more.error !== undefined && more.error !== null) texts.error = JSON.stringify(more.error);
  run(tx, sql.updateTable('import_run').set({ status, ...texts }).where('id', '=', id));
};

export const viewOf = (stored: StoredRun): ImportRunView => ({
  id: stored.id,
  name: stored.name,
  at: stored.at,
  status: stored.status,
  phase: null,
  done: 0,
  total: 0,
  counts: stored.result?.counts ?? null,
  error: stored.error,
  undoable: stored.status === 'done',
});
