import { foundation } from './0001-foundation.ts';
import { evidenceColumns } from './0002-evidence-columns.ts';
import { people } from './0003-people.ts';
import { liveRows } from './0004-live-rows.ts';
import { tide } from './0005-tide.ts';
import { commitMark } from './0006-commit-mark.ts';
import { stepsTaken } from './0007-steps-taken.ts';
import { heard } from './0008-heard.ts';
import { clientLinks } from './0009-client-links.ts';
import { intakeForms } from './0010-intake-forms.ts';

/** One step of the schema. */
export interface Migration {
  readonly sqlite: string;
  /** Where `inPostgres` cannot tell it from the other. */
  readonly postgres?: string;
}

/** Ordered and additive; a released one is never edited. How many a database has had is its version. */
export const migrations: readonly Migration[] = [foundation, evidenceColumns, people, liveRows, tide, commitMark, stepsTaken, heard, clientLinks, intakeForms];
