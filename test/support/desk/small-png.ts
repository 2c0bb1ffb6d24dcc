import { PNG } from 'pngjs';

/** A real PNG of a size, plain but for one pixel, so that different seeds are different pictures. */
export const smallPng = (width = 8, height = 4, seed = 0): Uint8Array<ArrayBuffer> => {
  const picture = new PNG({ width, height });
  picture.data.fill(0xff);
  picture.data.writeUInt16BE(seed, 0);
  return new Uint8Array(PNG.sync.write(picture));
};

/** One whose pixels do not compress, of about `bytes` bytes. */
export const noisyPng = (bytes: number): Uint8Array<ArrayBuffer> => {
  const side = Math.ceil(Math.sqrt(bytes / 4));
  const picture = new PNG({ width: side, height: side });
  let state = 1;
  for (let at = 0; at < picture.data.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    picture.data[at] = state >>> 24;
  }
  return new Uint8Array(PNG.sync.write(picture));
};
