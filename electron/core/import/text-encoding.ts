import { isUtf8 } from 'node:buffer';

export type FileEncoding = 'utf-8' | 'windows-1252';

/** Bytes that are no text in any encoding that is read here. */
export class NotText extends Error {}
/** Bytes that are not UTF-8 after all: read the file again as windows-1252. */
export class NotUtf8 extends Error {}

/** What windows-1252 has where latin1 has control characters, 0x80–0x9f. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export const fromWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll(/[\u0080-\u009f]/g, (char) => windows[char.charCodeAt(0) - 0x80] ?? char);

/** How many bytes at the end begin a character that is not complete yet: 0 to 3. */
const unfinished = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
};

/** Passes a file's bytes on as valid UTF-8. Throws NotUtf8 (never for windows-1252) or NotText. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, encoding: FileEncoding): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (chunk.includes(0)) throw new NotText('a zero byte');
    if (encoding === 'windows-1252') {
      yield Buffer.from(fromWindows1252(chunk), 'utf8');
      continue;
    }
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.length - unfinished(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) throw new NotUtf8('not UTF-8');
    // A copy: the reader may reuse the chunk's memory.
    rest = Buffer.from(bytes.subarray(end));
    yield whole;
  }
  if (rest.length > 0) throw new NotUtf8('cut in the middle of a character');
}
