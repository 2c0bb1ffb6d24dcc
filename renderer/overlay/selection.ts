/** In whole pixels of the still picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Bounds {
  readonly width: number;
  readonly height: number;
}

export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

const between = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));

/** The box that two corners span, both included, within the picture. */
export const spanned = (from: Point, to: Point, bounds: Bounds): Box => {
  const inX = (value: number): number => between(Math.floor(value), 0, bounds.width - 1);
  const inY = (value: number): number => between(Math.floor(value), 0, bounds.height - 1);
  const x = Math.min(inX(from.x), inX(to.x));
  const y = Math.min(inY(from.y), inY(to.y));
  return { x, y, width: Math.max(inX(from.x), inX(to.x)) - x + 1, height: Math.max(inY(from.y), inY(to.y)) - y + 1 };
};

/** The box moved, stopped by the picture's edges, its size kept. */
export const moved = (box: Box, by: Point, bounds: Bounds): Box => ({
  ...box,
  x: between(box.x + Math.round(by.x), 0, bounds.width - box.width),
  y: between(box.y + Math.round(by.y), 0, bounds.height - box.height),
});

/** The box with its right and lower edges moved: at least one pixel, at most to the picture's edge. */
export const resized = (box: Box, by: Point, bounds: Bounds): Box => ({
  ...box,
  width: between(box.width + by.x, 1, bounds.width - box.x),
  height: between(box.height + by.y, 1, bounds.height - box.y),
});

/** The box with one handle drawn to a point; drawn past the opposite edge it turns over. */
export const pulled = (box: Box, handle: Handle, to: Point, bounds: Bounds): Box => {
  const right = box.x + box.width - 1;
  const bottom = box.y + box.height - 1;
  const west = handle.includes('w');
  const north = handle.startsWith('n');
  const sideways = west || handle.includes('e');
  const upright = north || handle.startsWith('s');
  const fixed = { x: west ? right : box.x, y: north ? bottom : box.y };
  const loose = { x: sideways ? to.x : right, y: upright ? to.y : bottom };
  return spanned(fixed, loose, bounds);
};

export const whole = (bounds: Bounds): Box => ({ x: 0, y: 0, width: bounds.width, height: bounds.height });

/** Where a selection made by keys alone begins: the middle half of the picture. */
export const middle = (bounds: Bounds): Box => {
  const width = Math.max(1, Math.round(bounds.width / 2));
  const height = Math.max(1, Math.round(bounds.height / 2));
  return { x: Math.floor((bounds.width - width) / 2), y: Math.floor((bounds.height - height) / 2), width, height };
};

export const holds = (box: Box, point: Point): boolean =>
  point.x >= box.x && point.x < box.x + box.width && point.y >= box.y && point.y < box.y + box.height;
