import { sql, type SelectQueryBuilder } from 'kysely';
import { entityNames, isEntityName, type EntityName } from '#shared/domain/entities/index.ts';
import { schemaVersion } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { headSeq, markAt } from '../store/head.ts';
import { all, among, build, get } from '../store/query.ts';
import type { Schema, StoredRow } from '../store/schema.ts';
import type { ReadTx, Store } from '../store/store.ts';
import { maySee, type Actor } from './actor.ts';
import { rowLine } from './feed-line.ts';

export interface SnapshotRequest {
  readonly actor: Actor;
  /** One client; null: all that the person may see. */
  readonly scope: string | null;
  /** `entity,key` of the last row that has come by. */
  readonly after: string | null;
  readonly limit: number;
}

/** A page ends early where its rows are long, as in the feed. */
const maxPageChars = 8 * 1024 * 1024;
const portionRows = 500;

type LiveRow = Pick<StoredRow, 'entity' | 'key' | 'scope' | 'fields' | 'stamps' | 'seq'>;

/** The living rows that are asked for and that this person may see. */
const live = (tx: ReadTx, { actor, scope }: SnapshotRequest): SelectQueryBuilder<Schema, 'entity_row', object> => {
  const rows = build.selectFrom('entity_row').where('deleted', '=', sql.lit(0));
  if (scope !== null) return rows.where('scope', '=', scope);
  const { clients } = actor;
  return clients === null ? rows : rows.where((is) => is.or([is('scope', 'is', null), among(tx, 'scope', clients)]));
};

const portion = (tx: ReadTx, request: SnapshotRequest, entity: EntityName, after: string, limit: number): Promise<readonly LiveRow[]> =>
  all(
    tx,
    live(tx, request)
      .select(['entity', 'key', 'scope', 'fields', 'stamps', 'seq'])
      .where('entity', '=', entity)
      .where('key', '>', after)
      .orderBy('key')
      .limit(limit),
  );

interface Place {
  /** Where in `entityNames` the walk stands. */
  readonly entity: number;
  readonly key: string;
}

const placeOf = (after: string | null): Place => {
  if (after === null) return { entity: 0, key: '' };
  const [entity = '', key = ''] = after.split(',');
  if (!isEntityName(entity)) throw new Problem(400, 'invalid_input', { reason: 'after' });
  return { entity: entityNames.indexOf(entity), key };
};

interface Walked {
  readonly texts: readonly string[];
  /** `entity,key` of the last row; null where there is no more. */
  readonly next: string | null;
}

/** Entity by entity in the fixed order of the domain, so that no database's idea of text order matters. */
const walk = async (tx: ReadTx, request: SnapshotRequest): Promise<Walked> => {
  const texts: string[] = [];
  let rows = 0;
  let chars = 0;
  let { entity, key } = placeOf(request.after);
  for (; ; entity += 1, key = '') {
    const name = entityNames[entity];
    if (name === undefined) return { texts, next: null };
    for (let more = true; more; ) {
      const wanted = Math.min(portionRows, request.limit - rows);
      if (wanted === 0) return { texts, next: `${name},${key}` };
      const found = await portion(tx, request, name, key, wanted);
      for (const row of found) {
        const text = rowLine(row);
        if (rows > 0 && chars + text.length > maxPageChars) return { texts, next: `${name},${key}` };
        texts.push(text);
        rows += 1;
        chars += text.length;
        key = row.key;
      }
      more = found.length === wanted;
    }
    texts.push(`{"whole":"${name}"}\n`);
  }
};

/**
 * One page of all living rows as NDJSON text. The endpoint keeps nothing between two pages: what changes meanwhile comes
 * by in the feed, from the first page's `since` on. Throws Problem 403 `not_allowed` for a client that is not the person's.
 */
export const snapshot = (store: Store, request: SnapshotRequest): Promise<string> =>
  store.read(async (tx) => {
    if (request.scope !== null && !maySee(request.actor, request.scope)) throw new Problem(403, 'not_allowed', { reason: 'scope' });
    // Head and rows are of one moment; a page that were older than its head would hide what came between.
    const since = await headSeq(tx);
    const { texts, next } = await walk(tx, request);
    const counted = request.after === null ? await get(tx, live(tx, request).select((is) => is.fn.countAll<number>().as('rows'))) : undefined;
    const end = { end: true, epoch: store.meta.epoch, schema: schemaVersion, since, mark: await markAt(tx, since), next, total: Number(counted?.rows ?? 0), grants: request.actor.clients };
    return `${texts.join('')}${JSON.stringify(end)}\n`;
  });
