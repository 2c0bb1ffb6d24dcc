import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hlcClamp, hlcParse, hlcPattern, hlcReceive, hlcText, hlcTick, hlcZero, nodeOf, type Hlc } from '#shared/sync/hlc.ts';

const node = '0123abcd';
const hlc: fc.Arbitrary<Hlc> = fc.record({ ms: fc.nat(9_999_999_999_998), counter: fc.nat(0xffff) });
const text = (value: Hlc): string => hlcText(value, node);

describe('hybrid logical clock', () => {
  test('text form keeps the value and its order is the clock’s order', () => {
    fc.assert(
      fc.property(hlc, hlc, (a, b) => {
        expect(text(a)).toMatch(hlcPattern);
        expect(hlcParse(text(a))).toEqual(a);
        const order = a.ms - b.ms || a.counter - b.counter;
        expect(Math.sign(order)).toBe(text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0);
      }),
    );
  });

  test('every tick is greater than the last, however the wall clock jumps, and follows the wall where it can', () => {
    fc.assert(
      fc.property(hlc, fc.array(fc.nat(9_999_999_999_000), { minLength: 1, maxLength: 50 }), (start, walls) => {
        let last = start;
        for (const wall of walls) {
          const next = hlcTick(last, wall);
          expect(text(next) > text(last)).toBe(true);
          expect(wall > last.ms ? next : { ms: wall, counter: 0 }).toEqual({ ms: wall, counter: 0 });
          last = next;
        }
      }),
    );
  });

  test('a full counter carries into the milliseconds', () => {
    expect(hlcTick({ ms: 5, counter: 0xffff }, 5)).toEqual({ ms: 6, counter: 0 });
    expect(hlcTick(hlcZero, 0)).toEqual({ ms: 0, counter: 1 });
  });

  test('after a stamp was seen the next tick is greater than it', () => {
    fc.assert(
      fc.property(hlc, hlc, fc.nat(9_999_999_999_000), (last, seen, wall) => {
        const next = hlcTick(hlcReceive(last, seen), wall);
        expect(text(next) > text(seen)).toBe(true);
        expect(text(next) > text(last)).toBe(true);
      }),
    );
  });

  test('a stamp from far ahead is brought back, one within the tolerance is left', () => {
    const now = 1_780_000_000_000;
    const at = (ms: number): string => text({ ms, counter: 7 });
    expect(hlcClamp(at(now + 60_000), now)).toBe(at(now + 60_000));
    expect(hlcClamp(at(now + 60_001), now)).toBe(at(now));
    expect(hlcClamp(at(now - 1_000_000), now)).toBe(at(now - 1_000_000));
  });

  test('the node is the tail of the device’s id', () => {
    expect(nodeOf('0190a000-0000-7000-8000-00000123abcd')).toBe('0123abcd');
  });
});
