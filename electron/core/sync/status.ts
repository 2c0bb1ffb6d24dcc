import { syncModes, type SyncMode, type SyncStatus } from '#shared/contract/views.ts';
import { instantAt, localDayAt } from '../clock.ts';
import { getMeta } from '../db/meta.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { PastError } from './diagnostics.ts';

/** What the engine knows of itself; the counts come from the database. */
export interface EngineState {
  state: SyncStatus['state'];
  offlineSince: number | null;
  nextTryAt: number | null;
  progress: SyncStatus['progress'];
  lastError: SyncStatus['lastError'];
  skewSec: number;
  /** The last ones, newest first. */
  errors: readonly PastError[];
}

export const newEngineState = (): EngineState => ({ state: 'idle', offlineSince: null, nextTryAt: null, progress: null, lastError: null, skewSec: 0, errors: [] });

export const readMode = (db: ReadDb): SyncMode => syncModes.find((mode) => mode === getMeta(db, 'sync_mode')) ?? 'on';

const keptErrors = 20;

export const noteError = (engine: EngineState, error: PastError): void => {
  engine.lastError = error;
  engine.errors = [error, ...engine.errors].slice(0, keptErrors);
};

const one = <T>(db: ReadDb, text: string): T => statement(db, text).get() as T;

export const readStatus = (db: ReadDb, engine: EngineState, nowMs: number): SyncStatus => {
  const waiting = one<{ ops: number; commands: number }>(db, "SELECT count(*) AS ops, count(DISTINCT grp) AS commands FROM outbox INDEXED BY outbox_waiting WHERE state = 'waiting' AND held IS NULL");
  const oldest = waiting.ops === 0 ? undefined : one<{ at: string } | undefined>(db, "SELECT at FROM outbox WHERE state = 'waiting' AND held IS NULL ORDER BY seq LIMIT 1");
  const refused = one<{ n: number }>(db, "SELECT count(DISTINCT grp) AS n FROM outbox INDEXED BY outbox_refused WHERE state = 'refused'");
  const blobs = one<{ waiting: number; bytes: number; sent: number }>(db, 'SELECT count(*) AS waiting, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(sent), 0) AS sent FROM blob_upload');
  const received = JSON.parse(getMeta(db, 'received') ?? '{"day":"","n":0}') as { day: string; n: number };
  return {
    mode: readMode(db),
    state: engine.state,
    waiting: waiting.commands,
    waitingOps: waiting.ops,
    oldestWaitingAt: oldest?.at ?? null,
    refused: refused.n,
    conflicts: one<{ n: number }>(db, 'SELECT count(*) AS n FROM merge_conflict c WHERE c.look = 1 AND NOT EXISTS (SELECT 1 FROM conflict_resolution r WHERE r.conflict = c.id)').n,
    blobs,
    lastSyncAt: getMeta(db, 'last_sync_at'),
    offlineSince: engine.offlineSince === null ? null : instantAt(engine.offlineSince),
    nextTryAt: engine.nextTryAt === null ? null : instantAt(engine.nextTryAt),
    progress: engine.progress,
    lastError: engine.lastError,
    skewSec: engine.skewSec,
    receivedToday: received.day === localDayAt(nowMs) ? received.n : 0,
  };
};
