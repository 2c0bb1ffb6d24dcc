import type { Severity } from './enums.ts';

/** What is read aloud with the client, and what he can answer. */
export const severityCard = {
  /** Can they go on working? */
  operation: ['stopped', 'partly', 'working'],
  /** Is there another way meanwhile, or can it wait? */
  alternative: ['none', 'some'],
  /** What is asked for: something that worked, information, or something new. */
  request: ['fault', 'question', 'improvement'],
} as const;

export interface SeverityAnswers {
  readonly operation: (typeof severityCard.operation)[number] | null;
  readonly alternative: (typeof severityCard.alternative)[number] | null;
  readonly request: (typeof severityCard.request)[number] | null;
}

/**
 * What the answers come to by the service's four severities; null while they do not tell. It proposes: what counts is what
 * is agreed with the client.
 */
export const severityByCard = ({ operation, alternative, request }: SeverityAnswers): Severity | null => {
  if (request === 'improvement') return 'S4';
  if (request === 'question' && operation !== 'stopped') return 'S3';
  if (operation === null) return null;
  if (operation === 'working') return 'S3';
  if (operation === 'partly') return 'S2';
  return alternative === null ? null : alternative === 'some' ? 'S2' : 'S1';
};
