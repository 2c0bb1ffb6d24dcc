import { setImmediate as turn } from 'node:timers/promises';
import type { Topic } from '#shared/contract/events.ts';
import type { EntityName } from '#shared/domain/entities/index.ts';
import type { PullRow } from '#shared/sync/protocol.ts';
import { topicsOfRow } from '../change/change.ts';
import { statement, write, writeLoosely, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { asSessionUser, readSessionUser } from '../session-view.ts';
import type { Spine } from '../spine.ts';
import { ackedBy, acknowledge, acknowledgeAhead, deliveredBy, isShort } from './acknowledge.ts';
import { asRowFault, layingNow, layRow, seeStamps } from './lay-row.ts';
import { readTo, type Page } from './pull.ts';
import { forgetFiles, forgetUndo } from './forget.ts';
import { noteGrants } from './grants.ts';
import { isOwn, topicsOfOwn } from './own-page.ts';
import { incOf } from './push.ts';
import { markRefused } from './refusals.ts';
import { keepUnknownRows } from './unknown-parts.ts';

/** Beyond these a screen asks everything again anyway. */
const maxTicketTopics = 50;

export interface AppliedPage {
  readonly rows: number;
  readonly acknowledged: number;
  /** Evidence whose bytes the endpoint holds. */
  readonly stored: readonly string[];
}

const note = (topics: Set<Topic>, tickets: Set<string>, entity: EntityName, key: string, fields: Readonly<Record<string, unknown>>): void => {
  for (const topic of topicsOfRow(entity, key, fields as never)) {
    if (topic.startsWith('ticket:')) tickets.add(topic);
    else topics.add(topic);
  }
};

/** The rows of one entity that go over to clients whom this person may not see. */
const leaving = (rows: Page['rows'], entity: EntityName): readonly string[] => rows.flatMap((line) => ('leave' in line && line.entity === entity ? [line.key] : []));

/** What this person is called and may do, as his row says it now. */
const noteSelf = (tx: WriteDb, line: PullRow): boolean => {
  const known = readSessionUser(tx);
  if (known === null || known.id !== line.key) return false;
  const told = asSessionUser({ id: line.key, ...line.row });
  if (told === null || JSON.stringify(told) === JSON.stringify(known)) return false;
  setMeta(tx, 'user', JSON.stringify(told));
  return true;
};

/**
 * Lays a page into the local copy. Long pages go in chunks with a turn of the event loop between them. The cursor moves
 * with a chunk only while no op waits for its acknowledgement; otherwise it moves with the acknowledgement, at the end:
 * a crash between chunks then brings the same page again, and rows can be laid twice.
 */
export const applyPage = async (spine: Spine, page: Page): Promise<AppliedPage> => {
  const topics = new Set<Topic>(['sync']);
  const ticketTopics = new Set<string>();
  const chunkRows = spine.portions.rows;
  const stored: string[] = [];
  const inc = incOf(spine.db);
  try {
    if (page.unknown.length > 0) write(spine.db, (tx) => keepUnknownRows(tx, page.unknown));
    // Before the rows: what is taken back lies beneath what the endpoint says.
    const refused = page.results.filter((result) => result.is === 'refused');
    if (refused.length > 0) write(spine.db, (tx) => refused.forEach((result) => markRefused(tx, result)));
    const numbered = statement(spine.db, 'SELECT 1 FROM outbox WHERE n IS NOT NULL LIMIT 1').get() !== undefined;
    const delivered = deliveredBy(page.rows);
    const acknowledgement = { inc, ackN: ackedBy(spine.db, inc, page.end, delivered), delivered, nowMs: spine.clock.now(), portion: spine.portions.ops, own: page.end.own === true };
    if (acknowledgement.own) for (const topic of topicsOfOwn(spine.db, inc, acknowledgement.ackN, maxTicketTopics)) ticketTopics.add(topic);
    const short = isShort(spine.db, acknowledgement);
    let acknowledged = 0;
    const finish = (tx: WriteDb): void => {
      acknowledged += acknowledge(tx, acknowledgement);
      setMeta(tx, 'cursor', String(page.end.next));
      setMeta(tx, 'mark', page.end.mark);
      noteGrants(tx, page.end.grants);
      seeStamps(tx, spine, page.rows);
    };
    // What lies before the feed's end is not waited for: a power cut takes it back whole, and the page comes again.
    const commit = page.end.more ? writeLoosely : write;
    for (let start = 0; start < page.rows.length; start += chunkRows) {
      const rows = page.rows.slice(start, start + chunkRows);
      if (start > 0) await turn();
      const tickets = leaving(rows, 'ticket');
      // Before the rows: should the desk stop between, they leave again.
      forgetFiles(spine, tickets, leaving(rows, 'evidence'));
      commit(spine.db, (tx) => {
        // Only where the acknowledgement is in this very transaction: else a change that is made in between has nothing beneath.
        const together = short && start + chunkRows >= page.rows.length;
        const laying = layingNow(tx, true, together ? { inc, n: acknowledgement.ackN } : undefined);
        for (const line of rows) {
          layRow(tx, line, laying);
          if ('row' in line) {
            note(topics, ticketTopics, line.entity, line.key, line.row);
            if (line.entity === 'evidence' && line.row['upload'] === 'stored') stored.push(String(line.row['sha256']));
            if (line.entity === 'user') topics.add(noteSelf(tx, line) ? 'session' : 'people');
          } else note(topics, ticketTopics, line.entity, line.key, {});
        }
        forgetUndo(tx, tickets);
        // An everyday page is one transaction: the disk is waited for once.
        if (together) return finish(tx);
        const last = rows.at(-1);
        if (numbered || last === undefined) return;
        setMeta(tx, 'cursor', String(last.seq));
        // The page's end tells it.
        setMeta(tx, 'mark', null);
      });
    }
    if (!short || page.rows.length === 0) {
      acknowledged += await acknowledgeAhead(spine.db, acknowledgement);
      commit(spine.db, finish);
    }
    if (page.results.length > 0 || acknowledged > 0) topics.add('board');
    spine.announce([...topics, ...([...ticketTopics].slice(0, maxTicketTopics) as Topic[])]);
    return { rows: page.rows.length, acknowledged, stored };
  } catch (error) {
    throw asRowFault(spine, error);
  }
};

/**
 * Takes a page of `own-page.ts` while something else is under way, in one transaction; `from`, `upTo`: as it was asked for.
 * False, and nothing done, where things do not stand any more as they stood then.
 */
export const applyOwn = (spine: Spine, page: Page, from: { readonly since: number; readonly inc: number }, upTo: number): boolean => {
  const topics = new Set<Topic>(['sync', 'board']);
  const done = writeLoosely(spine.db, (tx) => {
    const now = readTo(tx);
    if (now.since !== from.since || now.inc !== from.inc || page.end.epoch !== getMeta(tx, 'epoch') || !isOwn(tx, now.inc, now.since, upTo, page)) return false;
    for (const topic of topicsOfOwn(tx, now.inc, page.end.ackN, maxTicketTopics)) topics.add(topic);
    acknowledge(tx, { inc: now.inc, ackN: page.end.ackN, delivered: new Map(), nowMs: spine.clock.now(), portion: 0, own: true });
    setMeta(tx, 'cursor', String(page.end.next));
    setMeta(tx, 'mark', page.end.mark);
    return true;
  });
  if (done) spine.announce(topics);
  return done;
};
