import type { PixelRect } from '../../../shared/contract/overlay.ts';

/** As Electron gives a display: bounds in device-independent pixels; x and y may be negative. */
export interface DisplayPlace {
  readonly id: number;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly scaleFactor: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const powersOfTwo = (value: number): number => {
  let left = value;
  let powers = 0;
  while (left > 0 && left % 2 === 0) {
    left /= 2;
    powers += 1;
  }
  return powers;
};

/**
 * The real pixels along one side of a display, from its device-independent length, which the system has rounded: 1707 at
 * 1.5 is 2560, not 2560.5. Of the whole numbers that round to that length the one that is most often halved is taken,
 * for so are the sizes of real displays.
 */
export const physicalLength = (length: number, scaleFactor: number): number => {
  const middle = length * scaleFactor;
  if (Number.isInteger(scaleFactor) && Number.isInteger(middle)) return middle;
  let best = Math.round(middle);
  for (let candidate = Math.floor((length - 1) * scaleFactor) + 1; candidate < (length + 1) * scaleFactor; candidate += 1) {
    const gain = powersOfTwo(candidate) - powersOfTwo(best);
    if (gain > 0 || (gain === 0 && Math.abs(candidate - middle) < Math.abs(best - middle))) best = candidate;
  }
  return best;
};

export const physicalSize = (display: DisplayPlace): Size => ({
  width: physicalLength(display.bounds.width, display.scaleFactor),
  height: physicalLength(display.bounds.height, display.scaleFactor),
});

/** How many device-independent pixels one pixel of the still is wide: as the display scales, or, of a still of another size, so that it fills the display. */
export const scaleOfStill = (display: DisplayPlace, still: Size): number =>
  still.width === physicalSize(display).width ? 1 / display.scaleFactor : display.bounds.width / still.width;

/** The part of a region that lies on the still, in whole pixels; null: none of it does. */
export const clampToStill = (rect: PixelRect, still: Size): PixelRect | null => {
  const left = Math.max(0, Math.round(rect.x));
  const top = Math.max(0, Math.round(rect.y));
  const right = Math.min(still.width, Math.round(rect.x + rect.width));
  const bottom = Math.min(still.height, Math.round(rect.y + rect.height));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
};

/** The sizes at which the displays must be photographed: each distinct one once, for a source is scaled to what is asked. */
export const distinctSizes = (displays: readonly DisplayPlace[]): readonly Size[] => {
  const sizes = displays.map(physicalSize);
  return sizes.filter((size, index) => sizes.findIndex((other) => other.width === size.width && other.height === size.height) === index);
};

interface ScreenSource {
  /** The display's id, or empty where the system does not tell. */
  readonly display_id: string;
}

/** Which source shows a display: by its id, else by its place in the list if there are as many sources as displays. */
export const sourceOf = <S extends ScreenSource>(sources: readonly S[], displays: readonly DisplayPlace[], display: DisplayPlace): S | null => {
  const named = sources.find((source) => source.display_id === String(display.id));
  if (named !== undefined) return named;
  const known = new Set(displays.map((other) => String(other.id)));
  const anonymous = sources.filter((source) => !known.has(source.display_id));
  if (sources.length !== displays.length || anonymous.length !== sources.length) return null;
  return sources[displays.indexOf(display)] ?? null;
};

/** The display on which a point lies, else the first. */
export const displayAt = <D extends DisplayPlace>(displays: readonly D[], point: { readonly x: number; readonly y: number }): D | undefined =>
  displays.find(
    ({ bounds }) => point.x >= bounds.x && point.x < bounds.x + bounds.width && point.y >= bounds.y && point.y < bounds.y + bounds.height,
  ) ?? displays[0];
