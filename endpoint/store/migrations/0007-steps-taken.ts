import type { Migration } from './index.ts';

/** Whose each applied step of a ticket's state was. The log of events is what desks say of it; this is what was done. */
export const stepsTaken: Migration = {
  sqlite: `
CREATE TABLE step_taken (
  ticket TEXT NOT NULL,
  user TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  PRIMARY KEY (ticket, user, from_state, to_state)
) STRICT, WITHOUT ROWID;
`,
};
