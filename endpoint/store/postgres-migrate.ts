import type { ClientBase } from 'pg';
import { AppError } from '#shared/errors.ts';
import { migrations } from './migrations/index.ts';
import { inPostgres } from './postgres-ddl.ts';

/** Any number that other programs on the same server are unlikely to lock. */
const lockKey = 7_214_053;

/** How many migrations the database has had; null where it holds none of our tables. */
export const postgresVersion = async (client: ClientBase): Promise<number | null> => {
  const versioned = (await client.query("SELECT to_regclass('schema_version') IS NOT NULL AS there")).rows as readonly { readonly there: boolean }[];
  if (versioned[0]?.there !== true) return null;
  const rows = (await client.query('SELECT version FROM schema_version')).rows as readonly { readonly version: number }[];
  return rows[0]?.version ?? null;
};

/** Within a transaction, which holds off every other that would do the same. Throws AppError `database_newer` { found, known } and has then touched nothing. */
export const bringPostgresUp = async (client: ClientBase): Promise<void> => {
  const known = migrations.length;
  await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
  const version = await postgresVersion(client);
  const found = version ?? 0;
  if (found > known) throw new AppError('database_newer', { found, known });
  if (found === known) return;
  if (version === null) await client.query('CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (0)');
  for (const { sqlite, postgres } of migrations.slice(found)) await client.query(postgres ?? inPostgres(sqlite));
  await client.query('UPDATE schema_version SET version = $1', [known]);
};

/**
 * Brings the schema up, all steps in one transaction; of several processes that start together one does it while the
 * others wait. Throws AppError `database_newer` { found, known } and has then touched nothing.
 */
export const migratePostgres = async (client: ClientBase): Promise<void> => {
  await client.query('BEGIN');
  try {
    await bringPostgresUp(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
};
