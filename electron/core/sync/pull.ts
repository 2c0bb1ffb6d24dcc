import { AppError } from '#shared/errors.ts';
import { isEntityName } from '#shared/domain/entities/index.ts';
import { opResult, pullLine, pullPageRows, type OpResult, type PullDelete, type PullEnd, type PullRow } from '#shared/sync/protocol.ts';
import type { Spine } from '../spine.ts';
import { incOf } from './push.ts';
import { getMeta } from '../db/meta.ts';
import { chunksOf, type Http } from './http.ts';

export interface Page {
  readonly rows: readonly (PullRow | PullDelete)[];
  readonly results: readonly OpResult[];
  readonly end: PullEnd;
}

const garbled = (cause?: unknown): AppError => new AppError('endpoint_garbled', {}, { cause });

/** A row's line, checked by hand: a first sync has a hundred thousand of them, and the tables check their fields again. */
const isRow = (line: Readonly<Record<string, unknown>>): boolean =>
  typeof line['seq'] === 'number' &&
  typeof line['key'] === 'string' &&
  line['key'].length === 36 &&
  typeof line['entity'] === 'string' &&
  (line['del'] === true || (typeof line['row'] === 'object' && line['row'] !== null && typeof line['stamps'] === 'object' && line['stamps'] !== null));

const parseLine = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw garbled(error);
  }
};

/** Reads one page of the feed to its end line. A page that breaks off before it counts for nothing. */
export const fetchPage = async (spine: Spine, http: Http, onBytes: (bytes: number) => void): Promise<Page> => {
  const since = Number(getMeta(spine.db, 'cursor') ?? '0');
  const answer = await http.raw({ method: 'GET', path: `/v1/pull?since=${since}&inc=${incOf(spine.db)}&limit=${pullPageRows}`, timeoutMs: 60_000 });
  if (!(answer.headers.get('content-type') ?? '').startsWith('application/x-ndjson')) throw garbled();
  const rows: (PullRow | PullDelete)[] = [];
  const results: OpResult[] = [];
  let end: PullEnd | null = null;
  const take = (text: string): void => {
    if (text === '') return;
    const line = parseLine(text);
    if (typeof line !== 'object' || line === null || end !== null) throw garbled();
    const fields = line as Readonly<Record<string, unknown>>;
    if (isRow(fields)) {
      // An entity of a newer endpoint: this desk gets to know it with its next version.
      if (isEntityName(fields['entity'] as string)) rows.push(line as PullRow | PullDelete);
    } else if ('result' in fields) {
      const parsed = opResult.safeParse(fields['result']);
      if (!parsed.success) throw garbled();
      results.push(parsed.data);
    } else {
      const parsed = pullLine.safeParse(line);
      if (!parsed.success || !('end' in parsed.data)) throw garbled();
      end = parsed.data;
    }
  };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(answer)) {
    onBytes(chunk.byteLength);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
  take(rest);
  if (end === null) throw garbled();
  return { rows, results, end };
};
