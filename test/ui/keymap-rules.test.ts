import { describe, expect, test } from 'vitest';
import { definitions } from '../../renderer/commands/definitions.ts';
import { createKeymap, SEQUENCE_MS, SETTLE_MS, type KeyOutcome, type KeyPress, type Place } from '../../renderer/commands/keymap.ts';

const place: Place = { scopes: ['board', 'global'], inText: false, onControl: false, arrowsTaken: false, inLayer: false, singleKeys: true, sinceFocusMs: 10_000, mac: false };

/** A press as a Latin American keyboard makes it: the code follows the key unless told. */
const key = (name: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key: name,
  code: /^[0-9]$/u.test(name) ? `Digit${name}` : name.length === 1 ? `Key${name.toUpperCase()}` : name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  altGraph: false,
  isComposing: false,
  repeat: false,
  ...more,
});

const read = (presses: readonly (KeyPress | readonly [KeyPress, number])[], where: Partial<Place> = {}, available: (id: string) => boolean = () => true): readonly KeyOutcome[] => {
  const keymap = createKeymap(definitions, available);
  let now = 0;
  return presses.map((press) => {
    const [event, wait] = Array.isArray(press) ? (press as readonly [KeyPress, number]) : [press as KeyPress, 10];
    now += wait;
    return keymap.press(event, { ...place, ...where }, now);
  });
};
const one = (press: KeyPress, where: Partial<Place> = {}): string => {
  const outcome = read([press], where)[0];
  return outcome?.is === 'command' ? outcome.id : (outcome?.is ?? '');
};

describe('single keys', () => {
  test('mean a command on the screen that knows them', () => {
    expect(one(key('j'))).toBe('board.next');
    expect(one(key('j'), { scopes: ['ticket', 'global'] })).toBe('ticket.next');
    expect(one(key('j'), { scopes: ['settings', 'global'] })).toBe('ignored');
    expect(one(key('c'), { scopes: ['settings', 'global'] })).toBe('ticket.create');
  });

  test('never in a text field, while composing, with AltGraph, just after the window got the focus, or under a layer', () => {
    expect(one(key('c'), { inText: true })).toBe('ignored');
    expect(one(key('c', { isComposing: true }))).toBe('ignored');
    expect(one(key('Process'))).toBe('ignored');
    expect(one(key('Dead'))).toBe('ignored');
    expect(one(key('1', { altGraph: true }))).toBe('ignored');
    // Windows tells AltGr as Ctrl and Alt.
    expect(one(key('1', { ctrlKey: true, altKey: true }))).toBe('ignored');
    expect(one(key('c'), { sinceFocusMs: SETTLE_MS - 1 })).toBe('ignored');
    expect(one(key('c'), { sinceFocusMs: SETTLE_MS })).toBe('ticket.create');
    expect(one(key('c'), { inLayer: true })).toBe('ignored');
    expect(one(key('Escape'), { inLayer: true })).toBe('ignored');
  });

  test('fall silent with the off-switch; arrows, Enter and chords stay', () => {
    const off = { singleKeys: false };
    for (const name of ['c', '1', '.', '?']) expect(one(key(name), off), name).toBe('ignored');
    expect(one(key('ArrowDown'), off)).toBe('board.next');
    expect(one(key('Enter'), off)).toBe('board.open');
    expect(one(key('k', { ctrlKey: true }), off)).toBe('palette.open');
    expect(one(key('ArrowLeft', { altKey: true }), off)).toBe('ticket.laneLeft');
  });

  test('are what the key writes: Caps Lock counts as the letter, Shift does not', () => {
    expect(one(key('J'))).toBe('board.next');
    expect(one(key('G', { shiftKey: true }))).toBe('board.last');
    expect(one(key('T', { shiftKey: true }))).toBe('timer.stopAndNote');
    expect(one(key('t'))).toBe('timer.toggle');
  });

  test('a symbol is one wherever the layout puts it', () => {
    expect(one(key('?', { shiftKey: true, code: 'Minus' }))).toBe('help.keys');
    expect(one(key('?', { shiftKey: true, code: 'Slash' }))).toBe('help.keys');
    expect(one(key('.', { code: 'Period' }))).toBe('ticket.actionsMenu');
  });

  test('digits also by their place: French keyboards write & there', () => {
    expect(one(key('&', { code: 'Digit1' }))).toBe('ticket.severityS1');
    expect(one(key('1', { code: 'Digit1', shiftKey: true }))).toBe('ticket.severityS1');
    expect(one(key('1', { code: 'Numpad1' }))).toBe('ticket.severityS1');
    expect(one(key('!', { code: 'Digit1', shiftKey: true }))).toBe('ignored');
  });

  test('held down repeat only where one moves', () => {
    expect(one(key('j', { repeat: true }))).toBe('board.next');
    expect(one(key('t', { repeat: true }))).toBe('ignored');
    expect(one(key('2', { repeat: true }))).toBe('ignored');
  });

  test('Enter on a button is the button’s, arrows in a choice are the choice’s', () => {
    expect(one(key('Enter'), { onControl: true })).toBe('ignored');
    expect(one(key('ArrowDown'), { arrowsTaken: true })).toBe('ignored');
    expect(one(key('ArrowDown', { altKey: true }), { arrowsTaken: true })).toBe('ticket.down');
  });

  test('a command that cannot run leaves its key to the wider scope', () => {
    const outcome = read([key('ArrowLeft', { altKey: true })], { scopes: ['ticket', 'global'] }, (id) => id !== 'go.back')[0];
    expect(outcome).toEqual({ is: 'ignored' });
  });
});

describe('chords', () => {
  test('work while typing, but the text field keeps its own undo', () => {
    expect(one(key('k', { ctrlKey: true }), { inText: true })).toBe('palette.open');
    expect(one(key('Enter', { ctrlKey: true }), { inText: true, scopes: ['ticket', 'global'] })).toBe('ticket.send');
    expect(one(key('z', { ctrlKey: true }), { inText: true })).toBe('ignored');
    expect(one(key('z', { ctrlKey: true }))).toBe('history.undo');
    expect(one(key('Z', { ctrlKey: true, shiftKey: true }))).toBe('history.redo');
    expect(one(key('Escape'), { inText: true })).toBe('layer.close');
  });

  test('are Cmd on macOS, and the other modifier is none', () => {
    expect(one(key('k', { metaKey: true }), { mac: true })).toBe('palette.open');
    expect(one(key('k', { ctrlKey: true }), { mac: true })).toBe('ignored');
    expect(one(key('k', { metaKey: true }))).toBe('ignored');
  });
});

describe('sequences', () => {
  test('g then t goes to the board, g then g to the first card', () => {
    expect(read([key('g'), key('t')])).toEqual([{ is: 'waiting' }, { is: 'command', id: 'go.board' }]);
    expect(read([key('g'), key('g')])[1]).toEqual({ is: 'command', id: 'board.first' });
  });

  test('end after 1.2 s: then t is the timer again', () => {
    expect(read([key('g'), [key('t'), SEQUENCE_MS + 1]])[1]).toEqual({ is: 'command', id: 'timer.toggle' });
    expect(read([key('g'), [key('t'), SEQUENCE_MS]])[1]).toEqual({ is: 'command', id: 'go.board' });
  });

  test('a second key that there is not is swallowed: g x does nothing of x', () => {
    expect(read([key('g'), key('x'), key('c')])).toEqual([{ is: 'waiting' }, { is: 'swallowed' }, { is: 'command', id: 'ticket.create' }]);
  });

  test('a lone modifier does not end them, Esc does', () => {
    expect(read([key('g'), key('Shift', { shiftKey: true }), key('t')])[2]).toEqual({ is: 'command', id: 'go.board' });
    expect(read([key('g'), key('Escape'), key('t')])[2]).toEqual({ is: 'command', id: 'timer.toggle' });
  });
});
