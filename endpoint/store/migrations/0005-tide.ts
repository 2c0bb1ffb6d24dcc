import type { Migration } from './index.ts';

/** Where the head stood when, so that what is older than a span of time is what lies under a seq. */
export const tide: Migration = {
  sqlite: `
CREATE TABLE tide (
  at TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
