import type { RefusalCode } from '#shared/sync/refusal-codes.ts';
import type { ProblemDetails } from '../problem.ts';

export interface Refusal {
  readonly is: 'refused';
  readonly code: RefusalCode;
  readonly details: ProblemDetails;
}

/** `asMade`: what stands now is, to the letter, what its author made of what stood. */
export type Outcome = { readonly is: 'applied'; readonly asMade?: boolean } | { readonly is: 'merged'; readonly details: { readonly lost: readonly string[] } } | Refusal;

export const applied: Outcome = { is: 'applied' };
export const refuse = (code: RefusalCode, details: ProblemDetails = {}): Refusal => ({ is: 'refused', code, details });
export const isRefusal = (value: object): value is Refusal => 'is' in value && value.is === 'refused';
