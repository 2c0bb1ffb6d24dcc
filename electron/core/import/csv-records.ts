import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import type { ImportInspection } from '#shared/contract/import.ts';
import { AppError } from '#shared/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { asUtf8, fromWindows1252, NotText, NotUtf8, type FileEncoding } from './text-encoding.ts';

export type Delimiter = ImportInspection['delimiter'];
const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/** One description may hold a long mail; a quote that is never closed must not swallow the file. */
const maxRecordBytes = 4 * 1024 * 1024;
const headBytes = 256 * 1024;

/** Counts a candidate per record, outside quotes. */
const countsOf = (text: string, delimiter: Delimiter): readonly number[] => {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === delimiter) count += 1;
    else if (char === '\n') {
      counts.push(count);
      count = 0;
      if (counts.length === 50) return counts;
    }
  }
  if (count > 0 || counts.length === 0) counts.push(count);
  return counts;
};

/** The delimiter that parts most records into as many fields as the header has; a comma where there is none. */
export const guessDelimiter = (text: string): Delimiter => {
  let best: { readonly delimiter: Delimiter; readonly score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = countsOf(text, delimiter);
    const header = counts[0] ?? 0;
    if (header === 0) continue;
    const score = counts.filter((count) => count === header).length / counts.length + Math.min(header, 50) / 1000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
};

/** Trimmed, never empty, never twice. */
const columnNames = (header: readonly string[]): readonly string[] => {
  const seen = new Map<string, number>();
  return header.map((raw, index) => {
    const name = raw.trim() === '' ? `#${index + 1}` : raw.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
};

const swallows: ReadonlySet<string> = new Set(['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE']);

const occurrences = (text: string, part: string): number => {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
};

export interface CsvReader<T> {
  /** Told once, before the records. */
  readonly onHeader: (columns: readonly string[], delimiter: Delimiter) => void;
  /** `line` is the record's first line in the file; the header's is 1. `false` stops the reading. */
  readonly onRecord: (cells: readonly string[], line: number) => false | undefined;
  readonly onBytes?: (done: number) => void;
  readonly result: () => T;
}

interface Noted {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const firstChunks = async (source: ByteSource): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.read()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
};

const readAs = async <T>(source: ByteSource, encoding: FileEncoding, reader: CsvReader<T>): Promise<T> => {
  const head = await firstChunks(source);
  const text = fromWindows1252(head);
  const delimiter = guessDelimiter(text);
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordBytes,
    record_delimiter: text.includes('\n') ? ['\r\n', '\n'] : ['\r'],
  });
  let stopped = false;
  let done = 0;
  let columns: number | null = null;
  let lastLines = 0;
  let countedTwice = 0;
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of asUtf8(source.read(), encoding)) {
      if (stopped) return;
      done += chunk.length;
      yield chunk;
      reader.onBytes?.(Math.min(done, source.size));
    }
  };
  parser.on('data', ({ record, info }: Noted) => {
    if (stopped) return;
    let inside = 0;
    if (info.lines - lastLines > 1) {
      // The parser counts a quoted CRLF as two lines.
      for (const cell of record) {
        const pairs = occurrences(cell, '\r\n');
        countedTwice += pairs;
        inside += occurrences(cell, '\n') + occurrences(cell, '\r') - pairs;
      }
    }
    lastLines = info.lines;
    if (columns === null) {
      const names = columnNames(record);
      columns = names.length;
      reader.onHeader(names, delimiter);
    } else if (reader.onRecord(record, info.lines - countedTwice - inside) === false) stopped = true;
  });
  try {
    await pipeline(Readable.from(bytes(), { objectMode: false }), parser);
  } catch (error) {
    if (error instanceof CsvError) {
      // A quote that nobody closes swallows the rest: what has to be looked at is where its record begins.
      const line = swallows.has(error.code) ? lastLines + 1 : Number(error['lines'] ?? lastLines + 1);
      throw new AppError('csv_corrupt', { line: line - countedTwice, reason: error.code }, { cause: error });
    }
    if (error instanceof NotText) throw new AppError('csv_corrupt', { line: lastLines + 1, reason: 'binary' }, { cause: error });
    throw error;
  }
  if (columns === null) throw new AppError('csv_empty', { file: source.name });
  return reader.result();
};

/**
 * Reads a CSV record by record: the delimiter is guessed, the encoding is UTF-8 or else windows-1252. `begin` may be
 * called a second time, when bytes turn out not to be UTF-8. Records with too few or too many cells are given as they are.
 * Errors: csv_corrupt { line }, csv_empty, and those of the source.
 */
export const readCsv = async <T>(source: ByteSource, begin: () => CsvReader<T>): Promise<T> => {
  try {
    return await readAs(source, 'utf-8', begin());
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    return readAs(source, 'windows-1252', begin());
  }
};
