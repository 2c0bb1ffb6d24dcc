const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const kept: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'sRGB', 'pHYs']);

const asBytes = (png: Uint8Array): DataView => new DataView(png.buffer, png.byteOffset, png.byteLength);

interface Chunk {
  readonly type: string;
  /** Offset and length of the whole chunk: length field, type, data, checksum. */
  readonly at: number;
  readonly size: number;
}

/** The chunks of a PNG up to and with IEND. Throws a RangeError on what is not a whole PNG. */
export const pngChunks = (png: Uint8Array): readonly Chunk[] => {
  if (png.length < signature.length || signature.some((byte, index) => png[index] !== byte)) throw new RangeError('not a PNG');
  const view = asBytes(png);
  const chunks: Chunk[] = [];
  let at = signature.length;
  for (;;) {
    if (at + 12 > png.length) throw new RangeError('the PNG ends before IEND');
    const size = view.getUint32(at) + 12;
    if (at + size > png.length) throw new RangeError('the PNG ends inside a chunk');
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    chunks.push({ type, at, size });
    if (type === 'IEND') return chunks;
    at += size;
  }
};

/**
 * The same picture with no chunk but IHDR PLTE IDAT IEND sRGB pHYs, and nothing after IEND: texts, times, profiles and
 * hidden tails may name a person or a machine. Throws a RangeError on what is not a whole PNG.
 */
export const stripPng = (png: Uint8Array): Uint8Array<ArrayBuffer> => {
  const parts = pngChunks(png).filter((chunk) => kept.has(chunk.type));
  const bare = new Uint8Array(parts.reduce((sum, chunk) => sum + chunk.size, signature.length));
  bare.set(signature);
  let at = signature.length;
  for (const chunk of parts) {
    bare.set(png.subarray(chunk.at, chunk.at + chunk.size), at);
    at += chunk.size;
  }
  return bare;
};
