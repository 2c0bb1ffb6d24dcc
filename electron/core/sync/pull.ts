import { opResult, pullLine, type OpResult, type PullDelete, type PullEnd, type PullRow } from '#shared/sync/protocol.ts';
import type { Spine } from '../spine.ts';
import { pageRows } from './acknowledge.ts';
import { ackedOf, incOf } from './push.ts';
import { getMeta } from '../db/meta.ts';
import { asRow, asUnknown, garbled, isRowLine, readLines } from './feed-lines.ts';
import type { Http } from './http.ts';
import type { UnknownRow } from './unknown-parts.ts';

export interface Page {
  readonly rows: readonly (PullRow | PullDelete)[];
  /** Of entities that only a newer version knows. */
  readonly unknown: readonly UnknownRow[];
  readonly results: readonly OpResult[];
  readonly end: PullEnd;
}

/** Reads one page of the feed to its end line. A page that breaks off before it counts for nothing. */
export const fetchPage = async (spine: Spine, http: Http, onBytes: (bytes: number) => void): Promise<Page> => {
  const since = Number(getMeta(spine.db, 'cursor') ?? '0');
  const mark = getMeta(spine.db, 'mark');
  const told = mark === null ? '' : `&mark=${encodeURIComponent(mark)}`;
  const answer = await http.raw({ method: 'GET', path: `/v1/pull?since=${since}&inc=${incOf(spine.db)}&limit=${pageRows(spine.db)}&acked=${ackedOf(spine.db)}${told}`, timeoutMs: 60_000 });
  const rows: (PullRow | PullDelete)[] = [];
  const unknown: UnknownRow[] = [];
  const results: OpResult[] = [];
  const ends: PullEnd[] = [];
  await readLines(answer, onBytes, (line) => {
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
  });
  const [end] = ends;
  if (end === undefined) throw garbled();
  return { rows, unknown, results, end };
};
