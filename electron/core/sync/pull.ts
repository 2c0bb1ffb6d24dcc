import { liveNews, opResult, pullLine, type OpResult, type PullDelete, type PullEnd, type PullRow } from '#shared/sync/protocol.ts';
import type { Spine } from '../spine.ts';
import { pageRows } from './acknowledge.ts';
import { isOwn, takesOwn } from './own-page.ts';
import { ackedOf, incOf } from './push.ts';
import type { ReadDb } from '../db/handles.ts';
import { getMeta } from '../db/meta.ts';
import { asRow, asUnknown, garbled, isRowLine, parseLine, readLines, type Line } from './feed-lines.ts';
import type { Http } from './http.ts';
import type { UnknownRow } from './unknown-parts.ts';

export interface Page {
  readonly rows: readonly (PullRow | PullDelete)[];
  /** Of entities that only a newer version knows. */
  readonly unknown: readonly UnknownRow[];
  readonly results: readonly OpResult[];
  readonly end: PullEnd;
}

/** Gathers one page of the feed, line by line. A page that breaks off before its end line counts for nothing. */
const gatherPage = () => {
  const rows: (PullRow | PullDelete)[] = [];
  const unknown: UnknownRow[] = [];
  const results: OpResult[] = [];
  const ends: PullEnd[] = [];
  return {
    take: (line: Line): void => {
      if (ends.length > 0) throw garbled();
      if (isRowLine(line)) {
        const row = asRow(line);
        if (row === null) unknown.push(asUnknown(line));
        else rows.push(row);
      } else if ('result' in line) {
        const parsed = opResult.safeParse(line['result']);
        if (!parsed.success) throw garbled();
        results.push(parsed.data);
      } else {
        const parsed = pullLine.safeParse(line);
        if (!parsed.success || !('end' in parsed.data)) throw garbled();
        ends.push(parsed.data);
      }
    },
    whole: (): Page => {
      const [end] = ends;
      if (end === undefined) throw garbled();
      return { rows, unknown, results, end };
    },
  } as const;
};

/** A page that came by itself. */
export interface ToldPage {
  /** Where its reader stands, and under which count his ops are numbered. */
  readonly since: number;
  readonly inc: number;
  readonly page: Page;
}

/** The data of an event `news`. Error: endpoint_garbled. */
export const parseNews = (data: string): ToldPage => {
  const [head = '', ...lines] = data.split('\n');
  const parsed = liveNews.safeParse(parseLine(head));
  if (!parsed.success) throw garbled();
  const gathered = gatherPage();
  for (const line of lines) gathered.take(parseLine(line));
  return { ...parsed.data, page: gathered.whole() };
};

/** Whether a page that came by itself is the desk's next one. It may hold what the desk has read since: rows can be laid twice. */
export const isNext = (db: ReadDb, { since, inc, page: { end } }: ToldPage): boolean => {
  const cursor = Number(getMeta(db, 'cursor') ?? '0');
  return inc === incOf(db) && end.epoch === getMeta(db, 'epoch') && !end.more && since <= cursor && cursor < end.next;
};

/** Where this desk has read the feed to. */
export const readTo = (db: ReadDb): { readonly since: number; readonly inc: number; readonly mark: string | null } => ({ since: Number(getMeta(db, 'cursor') ?? '0'), inc: incOf(db), mark: getMeta(db, 'mark') });

/** Reads one page of the feed to its end line. `upTo`: the last op that this desk itself has sent. */
export const fetchPage = async (spine: Spine, http: Http, upTo: number, onBytes: (bytes: number) => void): Promise<Page> => {
  const { since, inc } = readTo(spine.db);
  if (!takesOwn(spine.db, inc, upTo)) return fetchLines(spine, http, false, onBytes);
  const page = await fetchLines(spine, http, true, onBytes);
  return page.end.own !== true || isOwn(spine.db, inc, since, upTo, page) ? page : fetchLines(spine, http, false, onBytes);
};

/** The same where it says of what was sent that all of it was done as it was made, and nothing else; null where it says more. */
export const fetchOwn = async (spine: Spine, http: Http, upTo: number): Promise<Page | null> => {
  const { since, inc } = readTo(spine.db);
  if (!takesOwn(spine.db, inc, upTo)) return null;
  const page = await fetchLines(spine, http, true, () => undefined, 1);
  return page.end.own === true && isOwn(spine.db, inc, since, upTo, page) ? page : null;
};

const fetchLines = async (spine: Spine, http: Http, own: boolean, onBytes: (bytes: number) => void, limit: number = pageRows(spine.db)): Promise<Page> => {
  const { since, inc, mark } = readTo(spine.db);
  const told = mark === null ? '' : `&mark=${encodeURIComponent(mark)}`;
  const answer = await http.raw({ method: 'GET', path: `/v1/pull?since=${since}&inc=${inc}&limit=${limit}&acked=${ackedOf(spine.db)}${own ? '&own=1' : ''}${told}`, timeoutMs: 60_000 });
  const gathered = gatherPage();
  await readLines(answer, onBytes, gathered.take);
  return gathered.whole();
};
