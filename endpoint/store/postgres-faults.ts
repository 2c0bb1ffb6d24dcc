import { Problem } from '../problem.ts';

const awayCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT',
  '25006', // it became a read-only replica
  '25P03', // we were silent inside a transaction for too long
  '40001', '40P01', // another transaction was in the way
  '53100', '53200', '53300', // no disk, no memory, no free connection
  '55P03', '57014', // waited too long
  '57P01', '57P02', '57P03', // it stops, or starts
]);
/** What `pg` throws without a code. */
const awayMessages = /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (was closed|has encountered a connection error|network socket disconnected)|The server does not support SSL)/;

const codeOf = (error: unknown): string => (error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : '');

/** Whether the database is away for a while rather than the question wrong. */
export const isAway = (error: unknown): boolean => {
  const code = codeOf(error);
  return awayCodes.has(code) || code.startsWith('08') || (code === '' && error instanceof Error && awayMessages.test(error.message));
};

/** A text that PostgreSQL cannot hold (U+0000). */
const isUnholdable = (error: unknown): boolean => ['22021', '22P05'].includes(codeOf(error));

/**
 * What leaves for a failure of PostgreSQL: Problem 503 `database_unavailable` where it may be there again soon, 400
 * `invalid_input` where the text was none that it can hold; else the failure itself.
 */
export const faultOf = (error: unknown): unknown => {
  if (isAway(error)) return new Problem(503, 'database_unavailable', { retry_after_s: 2 }, { cause: error });
  if (isUnholdable(error)) return new Problem(400, 'invalid_input', { reason: 'unsupported_character' }, { cause: error });
  return error;
};
