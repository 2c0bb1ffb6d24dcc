import { sql, type SelectQueryBuilder } from 'kysely';
import { Problem } from '../problem.ts';
import { headSeq, markAt } from '../store/head.ts';
import { all, among, build, get } from '../store/query.ts';
import { lastTurn, toldResults } from '../store/receipts.ts';
import { wholeTeam, type Schema, type StoredDeparture, type StoredRow } from '../store/schema.ts';
import type { ReadTx, Store } from '../store/store.ts';
import { floorOf } from '../store/tombstones.ts';
import type { Actor } from './actor.ts';
import { rowLine } from './feed-line.ts';

export interface PullRequest {
  readonly actor: Actor;
  readonly device: string;
  readonly inc: number;
  readonly since: number;
  readonly limit: number;
  /** The word of the last commit up to `since`, as the reader was told it; null: he was not. */
  readonly mark: string | null;
}

/** A page ends early where its rows are long, so that neither side has to hold hundreds of megabytes. */
const maxPageChars = 8 * 1024 * 1024;
/** Rows are read in portions, for it is only known afterwards how long they are. */
const portionRows = 500;

type Clients = readonly string[] | null;
type FeedRow = Pick<StoredRow, 'entity' | 'key' | 'scope' | 'fields' | 'stamps' | 'seq' | 'deleted'>;

/** Only what this person may see: the rows of his clients and of the whole team. */
const seenBy = <O>(tx: ReadTx, query: SelectQueryBuilder<Schema, 'entity_row', O>, clients: Clients): SelectQueryBuilder<Schema, 'entity_row', O> =>
  clients === null ? query : query.where((is) => is.or([is('scope', 'is', null), among(tx, 'scope', clients)]));

const portion = (tx: ReadTx, clients: Clients, since: number, limit: number): Promise<readonly FeedRow[]> =>
  all(
    tx,
    seenBy(tx, build.selectFrom('entity_row').select(['entity', 'key', 'scope', 'fields', 'stamps', 'seq', 'deleted']), clients)
      .where('seq', '>', since)
      .orderBy('seq')
      .limit(limit),
  );

const countAfter = async (tx: ReadTx, clients: Clients, since: number): Promise<number> =>
  (await get(tx, seenBy(tx, build.selectFrom('entity_row').select((is) => is.fn.countAll<number>().as('rows')), clients).where('seq', '>', since)))?.rows ?? 0;

/** Rows that went over to a client whom he may not see. One that he still sees (or sees again) needs no farewell: its own line tells all. */
const departures = (tx: ReadTx, clients: readonly string[], since: number, upTo: number): Promise<readonly Pick<StoredDeparture, 'seq' | 'entity' | 'key'>[]> =>
  all(
    tx,
    build
      .selectFrom('departure')
      .leftJoin('entity_row', (join) => join.onRef('entity_row.entity', '=', 'departure.entity').onRef('entity_row.key', '=', 'departure.key'))
      .select(['departure.seq', 'departure.entity', 'departure.key'])
      .where('departure.seq', '>', since)
      .where('departure.seq', '<=', upTo)
      .where(among(tx, 'departure.scope', [...clients, wholeTeam]))
      .where((is) => is.or([is('entity_row.key', 'is', null), is.and([is('entity_row.scope', 'is not', null), sql<boolean>`NOT (${among(tx, 'entity_row.scope', clients)})`])]))
      .orderBy('departure.seq'),
  );

interface Line {
  readonly seq: number;
  readonly text: string;
}

const deletion = (row: Pick<StoredRow, 'seq' | 'entity' | 'key'>): Line => ({ seq: row.seq, text: `{"seq":${row.seq},"entity":"${row.entity}","key":"${row.key}","del":true}\n` });

const farewell = (row: Pick<StoredRow, 'seq' | 'entity' | 'key'>): Line => ({ seq: row.seq, text: `{"seq":${row.seq},"entity":"${row.entity}","key":"${row.key}","del":true,"leave":true}\n` });

const line = (row: FeedRow): Line => (row.deleted === 1 ? deletion(row) : { seq: row.seq, text: rowLine(row) });

interface Page {
  readonly lines: readonly Line[];
  /** The last seq that the page covers, also where rows under it are not for this person to see. */
  readonly next: number;
}

const readPage = async (tx: ReadTx, { actor, since, limit }: PullRequest, head: number): Promise<Page> => {
  const lines: Line[] = [];
  let chars = 0;
  let next = since;
  while (lines.length < limit) {
    const wanted = Math.min(portionRows, limit - lines.length);
    const rows = await portion(tx, actor.clients, next, wanted);
    for (const row of rows) {
      const made = line(row);
      if (lines.length > 0 && chars + made.text.length > maxPageChars) return { lines, next };
      lines.push(made);
      chars += made.text.length;
      next = row.seq;
    }
    if (rows.length < wanted) return { lines, next: Math.max(head, since) };
  }
  return { lines, next };
};

/**
 * Answers with one page of the feed as NDJSON text, read whole at one moment, so that no cursor stays open while it is sent.
 * Throws Problem 409 `epoch_changed` where `since` belongs to another history, put back since; 410 `behind_floor` where ends of rows behind `since` are forgotten: a snapshot tells what is left.
 */
export const pull = (store: Store, request: PullRequest): Promise<string> =>
  store.read(async (tx) => {
    const { actor, device, inc, since } = request;
    const floor = await floorOf(tx);
    if (since < floor) throw new Problem(410, 'behind_floor', { floor });
    const standing = await markAt(tx, since);
    if (request.mark !== null && standing !== null && standing !== request.mark) throw new Problem(409, 'epoch_changed', { epoch: store.meta.epoch });
    const head = await headSeq(tx);
    const { lines, next } = await readPage(tx, request, head);
    const farewells = actor.clients === null ? [] : (await departures(tx, actor.clients, since, next)).map(farewell);
    const inOrder = farewells.length === 0 ? lines : [...lines, ...farewells].sort((a, b) => a.seq - b.seq);
    const results = await toldResults(tx, device, inc, since, next);
    const remaining = next >= head ? 0 : await countAfter(tx, actor.clients, next);
    const ackN = (await lastTurn(tx, device, inc, next))?.n ?? 0;
    const texts = inOrder.map((each) => each.text);
    for (const result of results) texts.push(`${JSON.stringify({ result })}\n`);
    texts.push(`${JSON.stringify({ end: true, epoch: store.meta.epoch, next, head, more: remaining > 0, ackN, remaining, mark: await markAt(tx, next), grants: actor.clients })}\n`);
    return texts.join('');
  });
