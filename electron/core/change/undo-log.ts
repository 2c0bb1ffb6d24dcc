import type { EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';

export type UndoStep =
  | { readonly is: 'insert'; readonly entity: EntityName; readonly key: string; readonly row: RowFields }
  | { readonly is: 'patch'; readonly entity: EntityName; readonly key: string; readonly before: RowFields; readonly after: RowFields }
  /** What a command hung from a ticket that it made: it goes with the ticket and comes back with it. */
  | { readonly is: 'fact'; readonly entity: 'message'; readonly key: string; readonly row: RowFields }
  | { readonly is: 'remove'; readonly entity: EntityName; readonly key: string; readonly row: RowFields };

export interface UndoEntry {
  readonly grp: string;
  /** Whose command it was: a person undoes what was his own. */
  readonly actor: string;
  readonly command: string;
  readonly ticket: string | null;
  readonly at: string;
  readonly steps: readonly UndoStep[];
}

export interface KeptEntry extends Pick<UndoEntry, 'command' | 'ticket' | 'steps'> {
  readonly id: number;
}

const depth = 100;

/** Remembers a command's inverse. Whatever had been undone can no longer be redone: the history has gone another way. */
export const rememberStep = (tx: WriteDb, entry: UndoEntry): void => {
  const { grp, actor, command, ticket, at, steps } = entry;
  statement(tx, 'DELETE FROM undo_entry WHERE undone = 1').run();
  statement(tx, 'INSERT INTO undo_entry (grp, actor, command, ticket, at, steps) VALUES (?, ?, ?, ?, ?, ?)').run(grp, actor, command, ticket, at, JSON.stringify(steps));
  statement(tx, 'DELETE FROM undo_entry WHERE id <= (SELECT id FROM undo_entry ORDER BY id DESC LIMIT 1 OFFSET ?)').run(depth);
};

const nextText = {
  undo: 'SELECT id, command, ticket, steps FROM undo_entry WHERE actor = ? AND undone = 0 ORDER BY id DESC LIMIT 1',
  redo: 'SELECT id, command, ticket, steps FROM undo_entry WHERE actor = ? AND undone = 1 ORDER BY id LIMIT 1',
} as const;

/** What the person's next undo or redo would turn back, or null. */
export const nextEntry = (db: ReadDb, way: 'undo' | 'redo', actor: string): KeptEntry | null => {
  const row = statement(db, nextText[way]).get(actor) as { id: number; command: string; ticket: string | null; steps: string } | undefined;
  return row === undefined ? null : { ...row, steps: JSON.parse(row.steps) as readonly UndoStep[] };
};

export const markUndone = (tx: WriteDb, id: number, undone: boolean): void => {
  statement(tx, 'UPDATE undo_entry SET undone = ? WHERE id = ?').run(undone ? 1 : 0, id);
};

export const forgetEntry = (tx: WriteDb, id: number): void => {
  statement(tx, 'DELETE FROM undo_entry WHERE id = ?').run(id);
};

/** A row that came back under a new id is meant wherever the history spoke of the old one. Ids are unique, so text will do. */
export const renameInHistory = (tx: WriteDb, from: string, to: string): void => {
  statement(tx, 'UPDATE undo_entry SET steps = replace(steps, ?, ?), ticket = iif(ticket = ?, ?, ticket)').run(from, to, from, to);
};
