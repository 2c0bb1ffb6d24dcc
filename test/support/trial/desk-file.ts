import path from 'node:path';
import Sqlite from 'better-sqlite3';

/** Asks a desk's or an endpoint's database beside its engine. */
export const askFile = <T>(file: string, text: string, ...values: readonly unknown[]): readonly T[] => {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.prepare(text).all(...values) as T[];
  } finally {
    db.close();
  }
};

export const deskFile = (dir: string): string => path.join(dir, 'carril.db');
export const endpointFile = (dir: string): string => path.join(dir, 'endpoint.sqlite');
