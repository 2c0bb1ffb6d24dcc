import { deskTables } from './0001-desk-tables.ts';
import { entityTables } from './0001-entity-tables.ts';

/** Migration 1. Never edited once released. */
export const foundation = entityTables + deskTables;
