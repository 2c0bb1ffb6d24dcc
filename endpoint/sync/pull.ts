import type { Store } from '../store/store.ts';
import { listText, type StoredRow } from '../store/rows.ts';
import type { Actor } from './actor.ts';

export interface PullRequest {
  readonly actor: Actor;
  readonly device: string;
  readonly inc: number;
  readonly since: number;
  readonly limit: number;
}

interface Departure {
  readonly seq: number;
  readonly entity: string;
  readonly key: string;
}

/** A page ends early where its rows are long, so that neither side has to hold hundreds of megabytes. */
const maxPageChars = 8 * 1024 * 1024;

const visible = '(scope IS NULL OR @clients IS NULL OR scope IN (SELECT value FROM json_each(@clients)))';

const preparePull = (store: Store) => {
  const page = store.db.prepare<{ since: number; limit: number; clients: string | null }, StoredRow>(
    `SELECT entity, key, scope, fields, stamps, seq, deleted FROM entity_row INDEXED BY entity_row_seq
     WHERE seq > @since AND ${visible} ORDER BY seq LIMIT @limit`,
  );
  const count = store.db
    .prepare<{ since: number; clients: string | null }, number>(`SELECT count(*) FROM entity_row INDEXED BY entity_row_seq WHERE seq > @since AND ${visible}`)
    .pluck();
  // A row that he still sees (or sees again) needs no farewell: its own line tells all.
  const departures = store.db.prepare<{ since: number; next: number; clients: string }, Departure>(
    `SELECT departure.seq, departure.entity, departure.key FROM departure
     LEFT JOIN entity_row ON entity_row.entity = departure.entity AND entity_row.key = departure.key
     WHERE departure.seq > @since AND departure.seq <= @next AND departure.scope IN (SELECT value FROM json_each(@clients))
       AND (entity_row.key IS NULL OR (entity_row.scope IS NOT NULL AND entity_row.scope NOT IN (SELECT value FROM json_each(@clients))))
     ORDER BY departure.seq`,
  );
  return { page, count, departures };
};

const deletion = (row: Departure): string => `{"seq":${row.seq},"entity":"${row.entity}","key":"${row.key}","del":true}\n`;

/** The stored JSON goes into the line as it is: nothing is parsed on the way out. */
const line = (row: StoredRow): string =>
  row.deleted === 1
    ? deletion(row)
    : `{"seq":${row.seq},"entity":"${row.entity}","key":"${row.key}","scope":${row.scope === null ? 'null' : `"${row.scope}"`},"row":${row.fields},"stamps":${row.stamps}}\n`;

interface Line {
  readonly seq: number;
  readonly text: string;
}

const inOrder = (a: readonly Line[], b: readonly Line[]): string[] =>
  (b.length === 0 ? a : [...a, ...b].sort((x, y) => x.seq - y.seq)).map((each) => each.text);

export type Pull = (request: PullRequest) => string;

/**
 * Answers with one page of the feed as NDJSON text: read whole in one transaction, so that no cursor stays open while it
 * is sent. `next` is the last seq that the page covers, also where rows under it are not for this person to see.
 */
export const createPull = (store: Store): Pull => {
  const statements = preparePull(store);
  const read = store.db.transaction((request: PullRequest): string => {
    const clients = listText(request.actor.clients);
    const head = store.head.read().seq;
    let chars = 0;
    let next = request.since;
    let cut = false;
    let rows = 0;
    const found: Line[] = [];
    for (const row of statements.page.iterate({ since: request.since, limit: request.limit, clients })) {
      const text = line(row);
      if (rows > 0 && chars + text.length > maxPageChars) {
        cut = true;
        break;
      }
      found.push({ seq: row.seq, text });
      chars += text.length;
      rows += 1;
      next = row.seq;
    }
    if (!cut && rows < request.limit) next = Math.max(head, request.since);
    const farewells = clients === null ? [] : statements.departures.all({ since: request.since, next, clients });
    const lines = inOrder(found, farewells.map((left) => ({ seq: left.seq, text: deletion(left) })));
    for (const result of store.receipts.told(request.device, request.inc, request.since, next)) lines.push(`${JSON.stringify({ result })}\n`);
    const remaining = next >= head ? 0 : (statements.count.get({ since: next, clients }) ?? 0);
    const ackN = store.receipts.lastTurn(request.device, request.inc, next)?.n ?? 0;
    lines.push(`${JSON.stringify({ end: true, epoch: store.meta.epoch, next, head, more: remaining > 0, ackN, remaining })}\n`);
    return lines.join('');
  });
  return (request) => read(request);
};
