import type { EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { statement, type WriteDb } from '../db/handles.ts';

export type UndoStep =
  | { readonly is: 'insert'; readonly entity: EntityName; readonly key: string }
  | { readonly is: 'patch'; readonly entity: EntityName; readonly key: string; readonly before: RowFields; readonly after: RowFields }
  | { readonly is: 'remove'; readonly entity: EntityName; readonly key: string; readonly row: RowFields };

export interface UndoEntry {
  readonly grp: string;
  readonly command: string;
  readonly ticket: string | null;
  readonly at: string;
  readonly steps: readonly UndoStep[];
}

const depth = 100;

/** Remembers a command's inverse. Whatever had been undone can no longer be redone: the history has gone another way. */
export const rememberStep = (tx: WriteDb, entry: UndoEntry): void => {
  statement(tx, 'DELETE FROM undo_entry WHERE undone = 1').run();
  statement(tx, 'INSERT INTO undo_entry (grp, command, ticket, at, steps) VALUES (?, ?, ?, ?, ?)').run(entry.grp, entry.command, entry.ticket, entry.at, JSON.stringify(entry.steps));
  statement(tx, 'DELETE FROM undo_entry WHERE id <= (SELECT max(id) FROM undo_entry) - ?').run(depth);
};
