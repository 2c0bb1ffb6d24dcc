import { AppError } from '#shared/errors.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const largestSide = 65_535;
/** Bytes. A 5K screen is some 25 MB at worst; beyond this it is no screenshot. */
export const largestPicture = 100 * 1024 * 1024;

/** The size in pixels that a PNG states. Errors: evidence_too_large, evidence_damaged (no PNG, or a header without sense). */
export const pngSize = (png: Uint8Array): PictureSize => {
  if (png.byteLength > largestPicture) throw new AppError('evidence_too_large', { bytes: png.byteLength, limit: largestPicture });
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const begins = png.byteLength >= 33 && signature.every((byte, index) => png[index] === byte);
  // The header chunk comes first, is 13 bytes long and is called IHDR.
  if (!begins || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) throw new AppError('evidence_damaged', { bytes: png.byteLength });
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  if (width < 1 || height < 1 || width > largestSide || height > largestSide) throw new AppError('evidence_damaged', { bytes: png.byteLength });
  return { width, height };
};
