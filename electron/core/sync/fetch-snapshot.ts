import { isEntityName, type EntityName } from '#shared/domain/entities/index.ts';
import { snapshotPageRows, snapshotLine, type PullRow, type SnapshotEnd } from '#shared/sync/protocol.ts';
import { asRow, asUnknown, garbled, isRowLine, readLines } from './feed-lines.ts';
import type { Http } from './http.ts';
import type { UnknownRow } from './unknown-parts.ts';

/** Rows of one entity in the order of their keys; `whole`: none come behind them. */
export interface Section {
  readonly entity: EntityName;
  readonly rows: readonly PullRow[];
  readonly whole: boolean;
}

export interface SnapshotPage {
  readonly sections: readonly Section[];
  readonly unknown: readonly UnknownRow[];
  readonly bytes: number;
  readonly end: SnapshotEnd;
}

interface Filling {
  readonly entity: EntityName;
  readonly rows: PullRow[];
  whole: boolean;
}

/** Reads one page to its end line; `after` is the last row that has come, as `entity,key`. */
export const fetchSnapshotPage = async (http: Http, scope: string | null, after: string | null, onBytes: (bytes: number) => void): Promise<SnapshotPage> => {
  const query = new URLSearchParams({ limit: String(snapshotPageRows), ...(scope === null ? {} : { scope }), ...(after === null ? {} : { after }) });
  const answer = await http.raw({ method: 'GET', path: `/v1/snapshot?${query.toString()}`, timeoutMs: 60_000 });
  const sections: Filling[] = [];
  const ends: SnapshotEnd[] = [];
  const unknown: UnknownRow[] = [];
  let bytes = 0;
  let lastKey = after?.split(',')[1] ?? '';
  let lastEntity = after?.split(',')[0] ?? '';
  /** Rows that are out of order would make others look as if they were not there. */
  const sectionOf = (entity: EntityName): Filling => {
    const open = sections.at(-1);
    if (open?.entity === entity && !open.whole) return open;
    if (open !== undefined && !open.whole) throw garbled();
    const made: Filling = { entity, rows: [], whole: false };
    sections.push(made);
    if (entity !== lastEntity) lastKey = '';
    lastEntity = entity;
    return made;
  };
  await readLines(
    answer,
    (size) => {
      bytes += size;
      onBytes(size);
    },
    (line) => {
      if (ends.length > 0) throw garbled();
      if (isRowLine(line)) {
        const row = asRow(line);
        if (row === null) return void unknown.push(asUnknown(line));
        if ('del' in row) throw garbled();
        const { rows } = sectionOf(row.entity);
        if (row.key <= lastKey) throw garbled();
        lastKey = row.key;
        rows.push(row);
      } else if (typeof line['whole'] === 'string') {
        if (isEntityName(line['whole'])) sectionOf(line['whole']).whole = true;
      } else {
        const parsed = snapshotLine.safeParse(line);
        if (!parsed.success || !('end' in parsed.data)) throw garbled();
        ends.push(parsed.data);
      }
    },
  );
  const [end] = ends;
  if (end === undefined || (end.next !== null && end.next === after)) throw garbled();
  return { sections, unknown, bytes, end };
};
