import type { Size } from './geometry.ts';

const headerSize = 54;

/** A BMP file around 32-bit BGRA rows, top row first: what a window can show at once, where a PNG of a large display takes long to pack. */
export const bmpFile = (bgra: Uint8Array, { width, height }: Size): Uint8Array<ArrayBuffer> => {
  if (bgra.length !== width * height * 4) throw new RangeError('the bitmap is not as large as it says');
  const file = new Uint8Array(headerSize + bgra.length);
  const view = new DataView(file.buffer);
  view.setUint8(0, 0x42);
  view.setUint8(1, 0x4d);
  view.setUint32(2, file.length, true);
  view.setUint32(10, headerSize, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  // A negative height: the first row is the top one.
  view.setInt32(22, -height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 32, true);
  view.setUint32(34, bgra.length, true);
  file.set(bgra, headerSize);
  return file;
};
