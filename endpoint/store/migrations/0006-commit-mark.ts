import type { Migration } from './index.ts';

/** A random word per commit: whoever has read up to a seq can tell whether it is still the same history that he read. */
export const commitMark: Migration = {
  sqlite: `
CREATE TABLE commit_mark (
  seq INTEGER PRIMARY KEY,
  mark TEXT NOT NULL
) STRICT;
`,
};
