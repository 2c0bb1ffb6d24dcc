import { describe, expect, test } from 'vitest';
import { bmpFile } from '../../electron/main/capture/bitmap.ts';
import { clampToStill, displayAt, distinctSizes, physicalLength, physicalSize, scaleOfStill, sourceOf } from '../../electron/main/capture/geometry.ts';

const display = (id: number, x: number, y: number, width: number, height: number, scaleFactor: number) => ({ id, bounds: { x, y, width, height }, scaleFactor });

describe('physical size', () => {
  test.each([
    [1920, 1, 1920],
    [1366, 1, 1366],
    [1283, 1, 1283],
    [1536, 1.25, 1920],
    [864, 1.25, 1080],
    [1093, 1.25, 1366],
    [840, 1.25, 1050],
    [1707, 1.5, 2560],
    [1706, 1.5, 2560],
    [960, 1.5, 1440],
    [600, 1.5, 900],
    [1098, 1.75, 1920],
    [1097, 1.75, 1920],
    [2195, 1.75, 3840],
    [1440, 2, 2880],
    [683, 2, 1366],
    [1280, 3, 3840],
  ])('%i at %f is %i', (length, scaleFactor, pixels) => {
    expect(physicalLength(length, scaleFactor)).toBe(pixels);
  });

  test('each distinct size is photographed once', () => {
    const displays = [display(1, 0, 0, 1536, 864, 1.25), display(2, -1920, 0, 1920, 1080, 1), display(3, 1536, -400, 1280, 720, 2)];
    expect(displays.map(physicalSize)).toEqual([
      { width: 1920, height: 1080 },
      { width: 1920, height: 1080 },
      { width: 2560, height: 1440 },
    ]);
    expect(distinctSizes(displays)).toEqual([
      { width: 1920, height: 1080 },
      { width: 2560, height: 1440 },
    ]);
  });
});

describe('scale of the still', () => {
  test('is the display’s where the still has its size, else it fills the display', () => {
    expect(scaleOfStill(display(1, 0, 0, 1707, 960, 1.5), { width: 2560, height: 1440 })).toBe(1 / 1.5);
    expect(scaleOfStill(display(1, 0, 0, 1600, 1000, 1), { width: 800, height: 500 })).toBe(2);
  });
});

describe('which source shows which display', () => {
  const displays = [display(11, 0, 0, 1920, 1080, 1), display(12, -1920, -200, 1920, 1080, 1)];

  test('by id, whatever the order', () => {
    const sources = [{ display_id: '12' }, { display_id: '11' }];
    expect(displays.map((one) => sourceOf(sources, displays, one))).toEqual([sources[1], sources[0]]);
  });
  test('by place where the system tells no ids', () => {
    const sources = [{ display_id: '' }, { display_id: '' }];
    expect(displays.map((one) => sourceOf(sources, displays, one))).toEqual(sources);
  });
  test('by place where its ids are its own', () => {
    const sources = [{ display_id: '0' }, { display_id: '1' }];
    expect(displays.map((one) => sourceOf(sources, displays, one))).toEqual(sources);
  });
  test('never a guess: fewer sources than displays, or some named and some not', () => {
    expect(displays.map((one) => sourceOf([{ display_id: '' }], displays, one))).toEqual([null, null]);
    const mixed = [{ display_id: '' }, { display_id: '11' }];
    expect(displays.map((one) => sourceOf(mixed, displays, one))).toEqual([mixed[1], null]);
  });

  test('the display under the pointer, at negative origins too', () => {
    expect(displayAt(displays, { x: -1, y: -200 })?.id).toBe(12);
    expect(displayAt(displays, { x: 0, y: 0 })?.id).toBe(11);
    expect(displayAt(displays, { x: 9999, y: 0 })?.id).toBe(11);
    expect(displayAt([], { x: 0, y: 0 })).toBeUndefined();
  });
});

describe('a region on the still', () => {
  const still = { width: 100, height: 50 };
  test('is cut to what lies on it', () => {
    expect(clampToStill({ x: 10, y: 5, width: 20, height: 10 }, still)).toEqual({ x: 10, y: 5, width: 20, height: 10 });
    expect(clampToStill({ x: -10, y: 45, width: 20, height: 10 }, still)).toEqual({ x: 0, y: 45, width: 10, height: 5 });
    expect(clampToStill({ x: 0, y: 0, width: 999, height: 999 }, still)).toEqual({ x: 0, y: 0, width: 100, height: 50 });
  });
  test('is nothing when none of it does', () => {
    expect(clampToStill({ x: 100, y: 0, width: 5, height: 5 }, still)).toBeNull();
    expect(clampToStill({ x: -5, y: 0, width: 5, height: 5 }, still)).toBeNull();
  });
});

describe('bitmap file', () => {
  test('the header says what follows, top row first', () => {
    const file = bmpFile(Uint8Array.from({ length: 16 }, (_value, index) => index), { width: 1, height: 4 });
    const view = new DataView(file.buffer);
    expect(String.fromCharCode(view.getUint8(0), view.getUint8(1))).toBe('BM');
    expect(view.getUint32(2, true)).toBe(54 + 16);
    expect(view.getInt32(18, true)).toBe(1);
    expect(view.getInt32(22, true)).toBe(-4);
    expect([...file.subarray(54)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });
  test('refuses a size that is not the bitmap’s', () => {
    expect(() => bmpFile(new Uint8Array(15), { width: 1, height: 4 })).toThrow(RangeError);
  });
});
