import { constants, createReadStream } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry } from 'yauzl';
import { AppError } from '#shared/errors.ts';

/** A CSV's bytes, plain or out of a zip. */
export interface ByteSource {
  /** File name without its folder. */
  readonly name: string;
  /** Size of the file on disk. */
  readonly bytes: number;
  /** The CSV's name inside the zip; null when the file is no zip. */
  readonly entry: string | null;
  /** How many bytes `read` yields altogether. */
  readonly size: number;
  /** Reads from the start; may be called again. Error: zip_corrupt. */
  readonly read: () => AsyncGenerator<Buffer>;
}

/** A CSV that unpacks to more than this is taken for a zip bomb. */
const maxUnpackedBytes = 1024 ** 3;

const unreadable = (path: string, cause: unknown): AppError => new AppError('file_unreadable', { file: basename(path) }, { cause });
const corrupt = (path: string, reason: string, cause?: unknown): AppError => new AppError('zip_corrupt', { file: basename(path), reason }, { cause });

const isZip = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4);
    const { bytesRead } = await file.read(head, 0, 4, 0);
    // A local file header, or the end record of a zip that holds nothing.
    return bytesRead === 4 && (head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50);
  } finally {
    await file.close();
  }
};

const isHidden = (name: string): boolean => name.endsWith('/') || name.startsWith('__MACOSX/') || basename(name).startsWith('.');

/** The one CSV of a zip; where there is no `.csv`, the one `.tsv` or `.txt`. */
const findCsv = async (path: string): Promise<Entry> => {
  const entries: Entry[] = [];
  try {
    const zip = await openPromise(path);
    for await (const entry of zip.eachEntry()) if (!isHidden(entry.fileName)) entries.push(entry);
  } catch (error) {
    throw corrupt(path, 'directory', error);
  }
  const csv = entries.filter((entry) => /\.csv$/i.test(entry.fileName));
  const candidates = csv.length > 0 ? csv : entries.filter((entry) => /\.(tsv|txt)$/i.test(entry.fileName));
  const [only] = candidates;
  if (only === undefined || candidates.length > 1) throw new AppError('zip_without_csv', { file: basename(path), found: candidates.length });
  if (only.uncompressedSize > maxUnpackedBytes) throw corrupt(path, 'too_large');
  return only;
};

/** yauzl stops at the declared size; the checksum is left to us. */
async function* unpack(path: string, name: string): AsyncGenerator<Buffer> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      const stream: Readable = await zip.openReadStreamPromise(entry);
      let sum = 0;
      for await (const chunk of stream) {
        sum = crc32(chunk as Buffer, sum);
        yield chunk as Buffer;
      }
      if (sum !== entry.crc32) throw corrupt(path, 'checksum');
      return;
    }
  } catch (error) {
    throw error instanceof AppError ? error : corrupt(path, 'data', error);
  } finally {
    zip.close();
  }
}

async function* readPlain(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Opens a CSV, or a zip with exactly one CSV in it. Errors: file_unreadable, zip_without_csv, zip_corrupt { reason }. */
export const openSource = async (path: string): Promise<ByteSource> => {
  let bytes: number;
  let zipped: boolean;
  try {
    await access(path, constants.R_OK);
    const found = await stat(path);
    if (!found.isFile()) throw new Error('not a file');
    bytes = found.size;
    zipped = await isZip(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  const name = basename(path);
  if (!zipped) return { name, bytes, entry: null, size: bytes, read: () => readPlain(path) };
  const entry = await findCsv(path);
  return { name, bytes, entry: entry.fileName, size: entry.uncompressedSize, read: () => unpack(path, entry.fileName) };
};
