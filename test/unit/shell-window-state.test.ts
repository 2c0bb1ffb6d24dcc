import { describe, expect, test } from 'vitest';
import { firstState, leastSize, parseWindowState, reachableBounds } from '../../electron/main/windows/window-state.ts';

const left = { x: -1920, y: 0, width: 1920, height: 1040 };
const main = { x: 0, y: 0, width: 1920, height: 1040 };

describe('where the window opens', () => {
  test('where it was, on any display', () => {
    for (const bounds of [{ x: 100, y: 50, width: 1440, height: 900 }, { x: -1800, y: 10, width: 1200, height: 800 }]) {
      expect(reachableBounds(bounds, [main, left])).toEqual(bounds);
    }
  });
  test('half off the screen is still within reach', () => {
    const bounds = { x: 1700, y: 900, width: 1440, height: 900 };
    expect(reachableBounds(bounds, [main])).toEqual(bounds);
  });
  test('wherever the system likes when its display is gone or its title bar is out of reach', () => {
    expect(reachableBounds({ x: -1800, y: 10, width: 1200, height: 800 }, [main])).toBeNull();
    expect(reachableBounds({ x: 100, y: -400, width: 1200, height: 800 }, [main])).toBeNull();
    expect(reachableBounds({ x: 1850, y: 10, width: 1200, height: 800 }, [main])).toBeNull();
    expect(reachableBounds(null, [main])).toBeNull();
    expect(reachableBounds({ x: 0, y: 0, width: 1200, height: 800 }, [])).toBeNull();
  });
  test('never larger than the display, never smaller than the least', () => {
    expect(reachableBounds({ x: 0, y: 0, width: 5000, height: 4000 }, [main])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
    expect(reachableBounds({ x: 0, y: 0, width: 200, height: 100 }, [main])).toEqual({ x: 0, y: 0, ...leastSize });
  });
});

describe('what was remembered', () => {
  test('comes back as it was', () => {
    const state = { bounds: { x: 1, y: 2, width: 1440, height: 900 }, maximised: true, theme: 'dark', locale: 'en' } as const;
    expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  });
  test.each(['', '{', 'null', '[]', '7', '{"bounds":{"x":"a"},"maximised":"yes","theme":"pink","locale":"fr"}'])('%s falls back to the first state', (text) => {
    expect(parseWindowState(text)).toEqual(firstState);
  });
});
