import { entityNames } from '#shared/domain/entities/index.ts';
import type { SyncStatus } from '#shared/contract/views.ts';
import { proto, schemaVersion } from '#shared/sync/protocol.ts';
import { getMeta, type MetaKey } from '../db/meta.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';

export interface PastError {
  readonly at: string;
  readonly code: string;
}

/** Names that are no one's: cursors, counts and versions. */
const told = ['cursor', 'mark', 'epoch', 'inc', 'next_n', 'snapshot', 'replay', 'schema', 'sync_mode', 'last_sync_at', 'authorised'] as const satisfies readonly MetaKey[];

const counts = (db: ReadDb, text: string): Readonly<Record<string, number>> =>
  Object.fromEntries((statement(db, text).all() as { name: string; n: number }[]).map(({ name, n }) => [name, n]));

/**
 * What somebody who helps from afar needs to know: versions, counts, cursors and codes of errors. Never a title, a name, an
 * address or a text that a person wrote.
 */
export const diagnosticsText = ({ db, deviceId, clock }: Spine, version: string, status: SyncStatus, errors: readonly PastError[]): string => {
  const rows = entityNames.map((name) => [name, (statement(db, `SELECT count(*) AS n FROM "${name}"`).get() as { n: number }).n] as const);
  const { n: sent } = statement(db, 'SELECT count(*) AS n FROM sent_log').get() as { n: number };
  const report = {
    at: new Date(clock.now()).toISOString(),
    version,
    proto,
    schema: schemaVersion,
    database: db.raw.pragma('user_version', { simple: true }),
    sqlite: (statement(db, 'SELECT sqlite_version() AS v').get() as { v: string }).v,
    device: deviceId,
    sync: Object.fromEntries(told.map((key) => [key, getMeta(db, key)])),
    status: { ...status, errors },
    rows: Object.fromEntries(rows.filter(([, n]) => n > 0)),
    waiting: counts(db, "SELECT entity || ' ' || kind AS name, count(*) AS n FROM outbox WHERE state = 'waiting' GROUP BY 1"),
    refused: counts(db, "SELECT code || ' ' || entity AS name, count(*) AS n FROM outbox WHERE state = 'refused' GROUP BY 1"),
    uploads: counts(db, "SELECT iif(tries = 0, 'new', 'tried') AS name, count(*) AS n FROM blob_upload GROUP BY 1"),
    unknown: counts(db, 'SELECT entity AS name, count(*) AS n FROM unknown_part GROUP BY 1'),
    forgotten: counts(db, 'SELECT entity AS name, count(*) AS n FROM forgotten GROUP BY 1'),
    sent,
  };
  return JSON.stringify(report, null, 2);
};
