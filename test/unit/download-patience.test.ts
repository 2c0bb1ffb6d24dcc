import { expect, test } from 'vitest';
import { createPatience } from '#core/sync/download-patience.ts';

test('a file that came damaged is asked for again, after a pause that grows to an hour and no further', () => {
  let now = 0;
  const patience = createPatience(() => now);
  const pauses: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    patience.begin('a')?.failed();
    const from = now;
    while (patience.begin('a') === null) now += 1_000;
    pauses.push((now - from) / 1000);
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600]);
});

test('each file waits by itself, and what a person asks for waits no longer', () => {
  const patience = createPatience(() => 0);
  patience.begin('a')?.failed();
  patience.begin('b')?.failed();
  expect([patience.begin('a'), patience.begin('b')]).toEqual([null, null]);
  expect(patience.begin('c')).not.toBeNull();
  patience.forgetAll();
  expect(patience.begin('b')).not.toBeNull();
});

test('what has come begins with the shortest pause again', () => {
  let now = 0;
  const patience = createPatience(() => now);
  patience.begin('a')?.failed();
  now = 30_000;
  patience.begin('a')?.failed();
  now = 90_000;
  patience.begin('a')?.came();
  patience.begin('a')?.failed();
  now = 119_999;
  expect(patience.begin('a')).toBeNull();
  now = 120_000;
  expect(patience.begin('a')).not.toBeNull();
});

test('a try that a person asked into may fail without a pause: what was asked for is tried once more', () => {
  const patience = createPatience(() => 0);
  const underWay = patience.begin('a');
  patience.forgetAll();
  underWay?.failed();
  expect(patience.begin('a')).not.toBeNull();
});
