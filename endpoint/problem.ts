import type { Json } from '#shared/domain/primitives.ts';

export type ProblemDetails = Readonly<Record<string, Json>>;

/** An expected failure of a request: it leaves as `status` with the body `{ code, details }`. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ProblemDetails;
  constructor(status: number, code: string, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const problemBody = (code: string, details: ProblemDetails = {}): string => JSON.stringify({ code, details });
