import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { Lane, Severity } from './enums.ts';

export const laneOf = (severity: Severity | null): Lane => severity ?? 'untriaged';
export const severityOf = (lane: Lane): Severity | null => (lane === 'untriaged' ? null : lane);

/** A rank strictly between two neighbours of a lane; null is the lane's end. Ranks compare as bytes. */
export const rankBetween = (before: string | null, after: string | null): string => generateKeyBetween(before, after);

/** `count` ascending ranks between two neighbours, evenly spread so that they stay short. */
export const ranksBetween = (before: string | null, after: string | null, count: number): readonly string[] =>
  generateNKeysBetween(before, after, count);

/** A move is provisional until the severity that it set has been agreed with the client (rule 7 of the differentiators). */
export const isProvisional = (ticket: { readonly severity: Severity | null; readonly agreed_severity: Severity | null }): boolean =>
  ticket.severity !== null && ticket.severity !== ticket.agreed_severity;

