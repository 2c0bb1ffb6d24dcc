import { describe, expect, test } from 'vitest';
import { actionOf } from '../../renderer/overlay/keys.ts';
import { holds, middle, moved, pulled, resized, spanned, whole } from '../../renderer/overlay/selection.ts';

const bounds = { width: 200, height: 100 };
const box = { x: 10, y: 20, width: 30, height: 40 };
const press = (key: string, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) => ({
  key,
  ctrlKey: held.ctrl === true,
  metaKey: false,
  shiftKey: held.shift === true,
  altKey: held.alt === true,
});

describe('selection', () => {
  test('spans two corners in any order, within the picture', () => {
    expect(spanned({ x: 40.7, y: 60.2 }, { x: 10, y: 20 }, bounds)).toEqual({ x: 10, y: 20, width: 31, height: 41 });
    expect(spanned({ x: -5, y: -5 }, { x: 500, y: 500 }, bounds)).toEqual(whole(bounds));
    expect(spanned({ x: 7, y: 7 }, { x: 7, y: 7 }, bounds)).toEqual({ x: 7, y: 7, width: 1, height: 1 });
  });
  test('moves as far as the edge, keeping its size', () => {
    expect(moved(box, { x: -50, y: 500 }, bounds)).toEqual({ ...box, x: 0, y: 60 });
  });
  test('grows to the edge and shrinks to a pixel', () => {
    expect(resized(box, { x: 500, y: -500 }, bounds)).toEqual({ ...box, width: 190, height: 1 });
  });
  test('follows a handle, and turns over past the other edge', () => {
    expect(pulled(box, 'se', { x: 49, y: 69 }, bounds)).toEqual({ x: 10, y: 20, width: 40, height: 50 });
    expect(pulled(box, 'n', { x: 190, y: 0 }, bounds)).toEqual({ x: 10, y: 0, width: 30, height: 60 });
    expect(pulled(box, 'w', { x: 59, y: 0 }, bounds)).toEqual({ x: 39, y: 20, width: 21, height: 40 });
  });
  test('holds its corners and nothing beside them', () => {
    expect(holds(box, { x: 10, y: 20 })).toBe(true);
    expect(holds(box, { x: 39.9, y: 59.9 })).toBe(true);
    expect(holds(box, { x: 40, y: 20 })).toBe(false);
  });
});

describe('keys', () => {
  test('arrows move by one, with shift by ten, with alt they resize', () => {
    expect(actionOf(press('ArrowRight'), box, bounds)).toEqual({ is: 'select', box: { ...box, x: 11 } });
    expect(actionOf(press('ArrowUp', { shift: true }), box, bounds)).toEqual({ is: 'select', box: { ...box, y: 10 } });
    expect(actionOf(press('ArrowDown', { alt: true }), box, bounds)).toEqual({ is: 'select', box: { ...box, height: 41 } });
    expect(actionOf(press('ArrowLeft', { alt: true, shift: true }), box, bounds)).toEqual({ is: 'select', box: { ...box, width: 20 } });
  });
  test('without a selection an arrow makes one in the middle, and Enter takes the whole display', () => {
    expect(actionOf(press('ArrowLeft'), null, bounds)).toEqual({ is: 'select', box: middle(bounds) });
    expect(middle(bounds)).toEqual({ x: 50, y: 25, width: 100, height: 50 });
    expect(actionOf(press('Enter'), null, bounds)).toEqual({ is: 'accept', box: whole(bounds) });
  });
  test('Enter accepts, Escape leaves, F takes all, Tab goes on, D waits, Ctrl C copies', () => {
    expect(actionOf(press('Enter'), box, bounds)).toEqual({ is: 'accept', box });
    expect(actionOf(press('Escape'), box, bounds)).toEqual({ is: 'cancel' });
    expect(actionOf(press('F', { shift: true }), box, bounds)).toEqual({ is: 'select', box: whole(bounds) });
    expect(actionOf(press('Tab'), box, bounds)).toEqual({ is: 'nextDisplay' });
    expect(actionOf(press('d'), box, bounds)).toEqual({ is: 'delay' });
    expect(actionOf(press('c', { ctrl: true }), box, bounds)).toEqual({ is: 'copy', box });
  });
  test('other keys and combinations do nothing', () => {
    expect(actionOf(press('f', { ctrl: true }), box, bounds)).toBeNull();
    expect(actionOf(press('c'), box, bounds)).toBeNull();
    expect(actionOf(press('ArrowLeft', { ctrl: true }), box, bounds)).toBeNull();
    expect(actionOf(press('q'), null, bounds)).toBeNull();
  });
});
