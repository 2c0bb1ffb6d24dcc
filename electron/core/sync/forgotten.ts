import type { EntityName } from '#shared/domain/entities/index.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';

/** Notes rows of this desk that a restored endpoint does not have. They stay here, for this copy may be the last one. */
export const noteForgotten = (tx: WriteDb, entity: EntityName, keys: readonly string[]): void => {
  for (const key of keys) statement(tx, 'INSERT OR IGNORE INTO forgotten (entity, key) VALUES (?, ?)').run(entity, key);
};

export const somethingForgotten = (db: ReadDb): boolean => statement(db, 'SELECT 1 FROM forgotten LIMIT 1').get() !== undefined;

export const isForgotten = (db: ReadDb, entity: string, key: string): boolean => statement(db, 'SELECT 1 FROM forgotten WHERE entity = ? AND key = ?').get(entity, key) !== undefined;

/** The endpoint spoke of the row again, and be it of its end. */
export const remember = (tx: WriteDb, entity: EntityName, key: string): void => void statement(tx, 'DELETE FROM forgotten WHERE entity = ? AND key = ?').run(entity, key);

export const rememberAll = (tx: WriteDb): void => void statement(tx, 'DELETE FROM forgotten').run();
