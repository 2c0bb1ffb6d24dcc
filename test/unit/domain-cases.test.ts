import path from 'node:path';
import { expect, test } from 'vitest';
import { faultsOf, readCases } from '../cases/case.ts';

const cases = readCases(path.join(import.meta.dirname, '../cases/domain-cases.json'));

test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  expect(faultsOf(one)).toEqual([]);
});

test('an answer that differs is told with its place', () => {
  const [first] = cases;
  if (first === undefined) throw new Error('there are no cases');
  expect(faultsOf({ ...first, expected: { cycles: [{ n: 2 }] } })).toEqual(['answer.cycles[0].n: expected 2, found 1']);
  expect(faultsOf({ ...first, input: { fn: 'unknown' } })).toEqual(['there is no rule unknown']);
});
