import { expect, test } from 'vitest';
import { createPatience } from '#core/sync/download-patience.ts';

test('a file that came damaged is asked for again, after a pause that grows to an hour and no further', () => {
  let now = 0;
  const patience = createPatience(() => now);
  const pauses: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    expect(patience.mayTry('a')).toBe(true);
    patience.failed('a');
    const from = now;
    while (!patience.mayTry('a')) now += 1_000;
    pauses.push((now - from) / 1000);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600]);
});

test('each file waits by itself, and what has come or what a person asks for waits no longer', () => {
  const patience = createPatience(() => 0);
  patience.failed('a');
  patience.failed('b');
  expect([patience.mayTry('a'), patience.mayTry('c')]).toEqual([false, true]);
  patience.forget('a');
  expect([patience.mayTry('a'), patience.mayTry('b')]).toEqual([true, false]);
  patience.forgetAll();
  expect(patience.mayTry('b')).toBe(true);
});
