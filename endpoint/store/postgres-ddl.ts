/** Left out: every PostgreSQL table is strict, and none has row ids to do without. */
const sqliteOnly = /,?\s*\bWITHOUT ROWID\b|\s*\bSTRICT\b/g;

const types: Readonly<Record<string, string>> = {
  INTEGER: 'BIGINT',
  REAL: 'DOUBLE PRECISION',
  BLOB: 'BYTEA',
  // Compared byte by byte as SQLite does, whatever language the server speaks.
  TEXT: 'TEXT COLLATE "C"',
};

/** Literals and names that are quoted already stay as they are. */
const outsideQuotes = (text: string, change: (part: string) => string): string =>
  text
    .split(/('(?:[^']|'')*'|"[^"]*")/)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join('');

/**
 * The statements of a migration, which are written for SQLite, as PostgreSQL takes them. Keywords are expected in capitals
 * and names in small letters: names are quoted, for `user` is a word of PostgreSQL.
 */
export const inPostgres = (sqlite: string): string =>
  outsideQuotes(sqlite.replaceAll(/--.*$/gm, ''), (part) =>
    part
      .replaceAll(sqliteOnly, '')
      .replaceAll(/\b[a-z_][a-z0-9_]*\b/g, '"$&"')
      .replaceAll(/\b(INTEGER|REAL|BLOB|TEXT)\b/g, (name) => types[name] ?? name),
  );
