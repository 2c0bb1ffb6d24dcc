import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Sqlite } from './open.ts';

export interface StoredRow {
  readonly entity: EntityName;
  readonly key: string;
  readonly scope: string | null;
  readonly parent: string | null;
  /** JSON text, as it is spliced into the feed. */
  readonly fields: string;
  readonly stamps: string;
  readonly seq: number;
  readonly deleted: 0 | 1;
}

interface ByHash {
  readonly sha256: string;
  readonly clients: string | null;
}

/** Names of the entities whose rows never change, as JSON. */
const facts = JSON.stringify(entityNames.filter((name) => specOf(name).kind === 'fact'));

const columns = 'entity, key, scope, parent, fields, stamps, seq, deleted';

/** The statements over `entity_row` and what hangs from it, prepared once. All of them run in the caller's transaction. */
export const prepareRows = (db: Sqlite) => {
  const get = db.prepare<[string, string], StoredRow>(`SELECT ${columns} FROM entity_row WHERE entity = ? AND key = ?`);
  const place = db.prepare<[string, string], Pick<StoredRow, 'scope' | 'deleted'>>('SELECT scope, deleted FROM entity_row WHERE entity = ? AND key = ?');
  const insert = db.prepare<StoredRow>(
    `INSERT INTO entity_row (${columns}) VALUES (@entity, @key, @scope, @parent, @fields, @stamps, @seq, @deleted)`,
  );
  const update = db.prepare<StoredRow>(
    `UPDATE entity_row SET scope = @scope, parent = @parent, fields = @fields, stamps = @stamps, seq = @seq, deleted = @deleted
     WHERE entity = @entity AND key = @key`,
  );
  const children = db.prepare<[string], StoredRow>(`SELECT ${columns} FROM entity_row WHERE parent = ? ORDER BY seq`);
  const liveChild = db.prepare<[string], { key: string }>('SELECT key FROM entity_row WHERE parent = ? AND deleted = 0 LIMIT 1');
  // A fact never hangs from another row than it did at first, so a desk finds it by itself. A record may have been moved
  // here since the desk last heard of it: that one keeps a tombstone of its own.
  const removeFacts = db.prepare<[string, string]>('DELETE FROM entity_row WHERE parent = ? AND entity IN (SELECT value FROM json_each(?))');
  // What the ticket's own history says of it is not worth keeping without it; what people wrote and worked is.
  const keepChildren = db.prepare<{ seq: number; op: string; parent: string }>(
    `INSERT INTO merge_loss (seq, op, entity, key, register, side, value)
     SELECT @seq, @op, entity, key, '*', 'standing', fields FROM entity_row
     WHERE parent = @parent AND deleted = 0 AND entity <> 'ticket_event'`,
  );
  const lose = db.prepare<{ seq: number; op: string; entity: string; key: string; register: string; side: string; value: string }>(
    'INSERT INTO merge_loss (seq, op, entity, key, register, side, value) VALUES (@seq, @op, @entity, @key, @register, @side, @value)',
  );
  const depart = db.prepare<[number, string, string, string]>('INSERT INTO departure (seq, entity, key, scope) VALUES (?, ?, ?, ?)');
  const clamp = db.prepare<[string, string]>('INSERT INTO clamped_stamp (stamp, effective) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const unclamp = db.prepare<[string], { effective: string }>('SELECT effective FROM clamped_stamp WHERE stamp = ?');
  const storedEvidence = db.prepare<ByHash, { key: string }>(
    `SELECT key FROM entity_row WHERE entity = 'evidence' AND fields ->> '$.sha256' = @sha256 AND fields ->> '$.upload' = 'stored' AND deleted = 0
     AND (@clients IS NULL OR scope IN (SELECT value FROM json_each(@clients))) LIMIT 1`,
  );
  const pendingEvidence = db.prepare<ByHash, StoredRow>(
    `SELECT ${columns} FROM entity_row WHERE entity = 'evidence' AND fields ->> '$.sha256' = @sha256 AND fields ->> '$.upload' = 'pending' AND deleted = 0
     AND (@clients IS NULL OR scope IN (SELECT value FROM json_each(@clients)))`,
  );
  const sender = db.prepare<[string, string], { user: string }>('SELECT user FROM blob_sender WHERE sha256 = ? AND user = ?');
  const addSender = db.prepare<[string, string, string]>('INSERT INTO blob_sender (sha256, user, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');

  return {
    get: (entity: EntityName, key: string) => get.get(entity, key),
    placeOf: (entity: string, key: string) => place.get(entity, key),
    insert: (row: StoredRow) => void insert.run(row),
    update: (row: StoredRow) => void update.run(row),
    children: (parent: string) => children.all(parent),
    hasLiveChild: (parent: string) => liveChild.get(parent) !== undefined,
    removeFacts: (parent: string, by: { readonly seq: number; readonly op: string }) => {
      keepChildren.run({ ...by, parent });
      removeFacts.run(parent, facts);
    },
    lose: (loss: { seq: number; op: string; entity: string; key: string; register: string; side: string; value: string }) => void lose.run(loss),
    depart: (seq: number, entity: string, key: string, scope: string) => void depart.run(seq, entity, key, scope),
    rememberClamp: (stamp: string, effective: string) => void clamp.run(stamp, effective),
    /** The stamp that the endpoint uses for one that an author saw. */
    effectiveStamp: (stamp: string) => unclamp.get(stamp)?.effective ?? stamp,
    hasStoredEvidence: (sha256: string, clients: readonly string[] | null) => storedEvidence.get({ sha256, clients: listText(clients) }) !== undefined,
    pendingEvidence: (sha256: string, clients: readonly string[] | null) => pendingEvidence.all({ sha256, clients: listText(clients) }),
    hasSent: (sha256: string, user: string) => sender.get(sha256, user) !== undefined,
    addSender: (sha256: string, user: string, at: string) => void addSender.run(sha256, user, at),
  } as const;
};

export type Rows = ReturnType<typeof prepareRows>;

/** A person's clients as a parameter for json_each; null where he sees all of them. */
export const listText = (clients: readonly string[] | null): string | null => (clients === null ? null : JSON.stringify(clients));
