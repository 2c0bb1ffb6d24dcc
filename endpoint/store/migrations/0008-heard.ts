import type { Migration } from './index.ts';

/** How far each desk has said that it has heard what became of its ops: what lies behind that it never sends again. */
export const heard: Migration = {
  sqlite: `
CREATE TABLE heard (
  device TEXT NOT NULL,
  inc INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (device, inc)
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_op ON turn (op);
`,
};
