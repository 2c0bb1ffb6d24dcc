import { expect, test } from 'vitest';
import { severityByCard, severityCard } from '#shared/domain/severity-card.ts';

test('the answers come to the severities as the service defines them', () => {
  const by = (operation: 'stopped' | 'partly' | 'working' | null, alternative: 'none' | 'some' | null, request: 'fault' | 'question' | 'improvement' | null) => severityByCard({ operation, alternative, request });
  expect([by('stopped', 'none', 'fault'), by('stopped', 'some', 'fault'), by('partly', null, 'fault'), by('working', null, 'fault'), by('working', null, 'question'), by(null, null, 'improvement')]).toEqual(['S1', 'S2', 'S2', 'S3', 'S3', 'S4']);
  expect([by(null, null, null), by('stopped', null, 'fault'), by(null, 'none', 'fault')]).toEqual([null, null, null]);
});

test('an alternative never makes it worse', () => {
  for (const operation of severityCard.operation) {
    for (const request of severityCard.request) {
      const [none, some] = [severityByCard({ operation, alternative: 'none', request }), severityByCard({ operation, alternative: 'some', request })];
      expect(String(some) >= String(none)).toBe(true);
    }
  }
});
