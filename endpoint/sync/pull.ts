import { sql, type SelectQueryBuilder } from 'kysely';
import { Problem } from '../problem.ts';
import { markAt } from '../store/head.ts';
import { all, among, atOnce, build, get } from '../store/query.ts';
import { lastTurn, toldResults } from '../store/receipts.ts';
import { wholeTeam, type Schema, type StoredDeparture, type StoredHeard, type StoredRow } from '../store/schema.ts';
import type { ReadTx, Store } from '../store/store.ts';
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
  /** Whether its reader takes the word for what he has done himself. */
  readonly own?: boolean;
}

/** A page ends early where its rows are long, so that neither side has to hold hundreds of megabytes. */
const maxPageChars = 8 * 1024 * 1024;
/** Rows are read in portions, for it is only known afterwards how long they are. */
const portionRows = 500;
/** Where there are fewer than this, however long each is, they are read with one question. */
const glanceRows = 20;

type Clients = readonly string[] | null;
type FeedRow = Pick<StoredRow, 'entity' | 'key' | 'scope' | 'fields' | 'stamps' | 'seq' | 'deleted'>;

/** Only what this person may see: the rows of his clients and of the whole team. */
const seenBy = <O>(tx: ReadTx, query: SelectQueryBuilder<Schema, 'entity_row', O>, clients: Clients): SelectQueryBuilder<Schema, 'entity_row', O> =>
  clients === null ? query : query.where((is) => is.or([is('scope', 'is', null), among(tx, 'scope', clients)]));

const portion = (tx: ReadTx, clients: Clients, since: number, limit: number) =>
  seenBy(tx, build.selectFrom('entity_row').select(['entity', 'key', 'scope', 'fields', 'stamps', 'seq', 'deleted']), clients)
    .where('seq', '>', since)
    .orderBy('seq')
    .limit(limit);

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

/** What is to be known before a page is read, and what the end of one says that reaches the head. */
const standingOf = (tx: ReadTx, { actor, device, inc, since }: PullRequest) =>
  build
    .selectFrom('head')
    .where('head.id', '=', 1)
    .select('head.seq as head')
    .select((is) => [
      is.selectFrom('meta').select('value').where('name', '=', 'floor').as('floor'),
      is.selectFrom('commit_mark').select('mark').where('commit_mark.seq', '<=', since).orderBy('commit_mark.seq', 'desc').limit(1).as('markAtSince'),
      is.selectFrom('commit_mark').select('mark').orderBy('commit_mark.seq', 'desc').limit(1).as('mark'),
      is.selectFrom('turn').select('n').where('device', '=', device).where('inc', '=', inc).orderBy('turn.seq', 'desc').limit(1).as('ackN'),
      is.selectFrom('heard').select('n').where('device', '=', device).where('inc', '=', inc).as('heardN'),
      is.selectFrom('heard').select('at').where('device', '=', device).where('inc', '=', inc).as('heardAt'),
      // Whether there may be more to tell than rows.
      is.selectFrom('turn').select('n').where('device', '=', device).where('inc', '=', inc).where('turn.seq', '>', since).where('plain', '=', sql.lit(0)).limit(1).as('told'),
      is.selectFrom('departure').select('key').where('departure.seq', '>', since).where(among(tx, 'departure.scope', [...(actor.clients ?? []), wholeTeam])).limit(1).as('departed'),
    ]);

interface Standing {
  readonly head: number;
  readonly floor: string | null;
  readonly markAtSince: string | null;
  readonly mark: string | null;
  readonly ackN: number | null;
  readonly heardN: number | null;
  readonly heardAt: string | null;
}

/** Throws the Problems of `pull`. */
const checked = <S extends Standing>(store: Store, { since, mark }: PullRequest, found: S | undefined): S => {
  if (found === undefined) throw new Error('the counter row is missing');
  const floor = Number(found.floor ?? 0);
  if (since < floor) throw new Problem(410, 'behind_floor', { floor });
  if (mark !== null && found.markAtSince !== null && found.markAtSince !== mark) throw new Problem(409, 'epoch_changed', { epoch: store.meta.epoch });
  return found;
};

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
    const rows: readonly FeedRow[] = await all(tx, portion(tx, actor.clients, next, wanted));
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

interface End {
  readonly next: number;
  readonly head: number;
  readonly remaining: number;
  readonly ackN: number;
  readonly mark: string | null;
  readonly own?: true;
}

const endLine = (store: Store, { actor }: PullRequest, { next, head, remaining, ackN, mark, own }: End): string =>
  `${JSON.stringify({ end: true, epoch: store.meta.epoch, next, head, more: remaining > 0, ackN, remaining, mark, grants: actor.clients, own })}\n`;

/** The rows that a desk has not heard of beside where everything stands: one question, for that is what most pulls come to. */
const glanceAt = (tx: ReadTx, request: PullRequest) =>
  all(
    tx,
    build
      .selectFrom(standingOf(tx, request).as('standing'))
      .leftJoin(portion(tx, request.actor.clients, request.since, glanceRows).as('news'), (join) => join.onTrue())
      .selectAll('standing')
      .select(['news.entity', 'news.key', 'news.scope', 'news.fields', 'news.stamps', 'news.seq', 'news.deleted'])
      .orderBy('news.seq'),
  );

export interface Pulled {
  /** NDJSON. */
  readonly text: string;
  /** What the desk is known to have heard of its own ops. */
  readonly heard: Pick<StoredHeard, 'n' | 'at'> | null;
  /** Where its reader stands once he has it. */
  readonly next: number;
  readonly mark: string | null;
}

const heardOf = ({ heardN: n, heardAt: at }: Standing): Pulled['heard'] => (n === null || at === null ? null : { n, at });

/** The answer to a desk that lacks a few rows and is told nothing else; null where it is another's case. Throws what `pull` does. */
export const pullFew = async (store: Store, request: PullRequest): Promise<Pulled | null> => {
  const found = await glanceAt(store.now, request);
  const standing = checked(store, request, found[0]);
  const { head, told, departed, ackN, mark } = standing;
  const few = found.length < Math.min(glanceRows, request.limit) && told === null && departed === null && head >= request.since;
  if (!few) return null;
  const texts = found.flatMap((row) => (row.seq === null ? [] : [line(row as FeedRow).text]));
  return { text: `${texts.join('')}${endLine(store, request, { next: head, head, remaining: 0, ackN: ackN ?? 0, mark })}`, heard: heardOf(standing), next: head, mark };
};

/** The rest of what the end of a page says where it does not reach the head. */
const endAt = async (tx: ReadTx, { actor, device, inc }: PullRequest, next: number, head: number): Promise<End> => {
  const [remaining, last, mark] = await atOnce([next >= head ? 0 : countAfter(tx, actor.clients, next), lastTurn(tx, device, inc, next), markAt(tx, next)]);
  return { next, head, remaining, ackN: last?.n ?? 0, mark };
};

const pullPage = (store: Store, request: PullRequest): Promise<Pulled> =>
  store.read(async (tx) => {
    const { actor, device, inc, since } = request;
    const found = checked(store, request, await get(tx, standingOf(tx, request)));
    const { head } = found;
    const { lines, next } = await readPage(tx, request, head);
    const [farewells, results, end] = await atOnce([
      actor.clients === null ? [] : departures(tx, actor.clients, since, next),
      toldResults(tx, device, inc, since, next),
      endAt(tx, request, next, head),
    ]);
    const inOrder = farewells.length === 0 ? lines : [...lines, ...farewells.map(farewell)].sort((a, b) => a.seq - b.seq);
    const texts = inOrder.map((each) => each.text);
    for (const result of results) texts.push(`${JSON.stringify({ result })}\n`);
    texts.push(endLine(store, request, end));
    return { text: texts.join(''), heard: heardOf(found), next: end.next, mark: end.mark };
  });

/** As far as there is nothing behind `since` but what this device did, each thing as it made it: then that is all there is to say. Null: another's case. */
const ownUpTo = async (tx: ReadTx, { device, inc, since }: PullRequest): Promise<number | null> => {
  const turns = build.selectFrom('turn').where('device', '=', device).where('inc', '=', inc).where('seq', '>', since);
  const first = await get(tx, turns.select(['seq', 'n', 'plain']).orderBy('seq').limit(1));
  if (first === undefined || first.seq !== since + 1 || first.plain !== 2) return null;
  // Every seq is a number further on, or somebody else's lies between.
  const breaks = sql<boolean>`(plain <> 2 OR seq - n <> ${first.seq - first.n})`;
  const stop = await get(tx, turns.select('seq').where(breaks).orderBy('seq').limit(1));
  const last = await get(tx, (stop === undefined ? turns : turns.where('seq', '<', stop.seq)).select('seq').orderBy('seq', 'desc').limit(1));
  return last?.seq ?? null;
};

/** The answer to a desk that has sent much, and need not be sent it back. */
const pullOwn = (store: Store, request: PullRequest): Promise<Pulled | null> =>
  store.read(async (tx) => {
    const found = checked(store, request, await get(tx, standingOf(tx, request)));
    const next = await ownUpTo(tx, request);
    if (next === null) return null;
    const end = await endAt(tx, request, next, found.head);
    // Behind it may be what is no row.
    const remaining = next >= found.head ? 0 : Math.max(1, end.remaining);
    return { text: endLine(store, request, { ...end, remaining, own: true }), heard: heardOf(found), next, mark: end.mark };
  });

/**
 * Answers with one page of the feed as NDJSON text, read whole at one moment, so that no cursor stays open while it is sent.
 * Throws Problem 409 `epoch_changed` where `since` belongs to another history, put back since; 410 `behind_floor` where ends of rows behind `since` are forgotten: a snapshot tells what is left.
 */
export const pull = async (store: Store, request: PullRequest): Promise<Pulled> => (request.own === true ? await pullOwn(store, request) : null) ?? (await pullFew(store, request)) ?? pullPage(store, request);
