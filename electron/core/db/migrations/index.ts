import { deskTables } from './0001-desk-tables.ts';
import { entityTables } from './0001-entity-tables.ts';

/** In order; the position is the `user_version`. Additive only. */
export const migrations: readonly string[] = [entityTables + deskTables];
