import { AppError } from '#shared/errors.ts';
import { isEntityName } from '#shared/domain/entities/index.ts';
import type { PullDelete, PullRow } from '#shared/sync/protocol.ts';
import type { RowFields, Stamps } from '#shared/sync/merge.ts';
import { chunksOf } from './http.ts';
import type { UnknownRow } from './unknown-parts.ts';

export type Line = Readonly<Record<string, unknown>>;

export const garbled = (cause?: unknown): AppError => new AppError('endpoint_garbled', {}, { cause });

/** Error: endpoint_garbled. */
export const parseLine = (text: string): Line => {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) return line as Line;
  } catch (error) {
    throw garbled(error);
  }
  throw garbled();
};

/** Reads an NDJSON answer line by line, as it comes. Errors: endpoint_garbled, endpoint_unreachable. */
export const readLines = async (answer: Response, onBytes: (bytes: number) => void, take: (line: Line) => void): Promise<void> => {
  if (!(answer.headers.get('content-type') ?? '').startsWith('application/x-ndjson')) throw garbled();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunksOf(answer)) {
    onBytes(chunk.byteLength);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) if (text !== '') take(parseLine(text));
  }
  if (rest !== '') take(parseLine(rest));
};

/** A row's line, checked by hand: a first sync has a hundred thousand of them, and the tables check their fields again. */
export const isRowLine = (line: Line): boolean =>
  typeof line['seq'] === 'number' &&
  typeof line['key'] === 'string' &&
  line['key'].length === 36 &&
  typeof line['entity'] === 'string' &&
  (line['del'] === true || (typeof line['row'] === 'object' && line['row'] !== null && typeof line['stamps'] === 'object' && line['stamps'] !== null));

/** The line as a row of an entity that this version knows, or null. */
export const asRow = (line: Line): PullRow | PullDelete | null => (isEntityName(line['entity'] as string) ? (line as unknown as PullRow | PullDelete) : null);

/** The row of an entity of a newer endpoint: this desk gets to know it with its next version. */
export const asUnknown = (line: Line): UnknownRow => ({ entity: String(line['entity']), key: String(line['key']), row: (line['row'] as RowFields | undefined) ?? null, scope: typeof line['scope'] === 'string' ? line['scope'] : null, stamps: (line['stamps'] as Stamps | undefined) ?? {} });
