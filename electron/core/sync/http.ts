import type { z } from 'zod';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { problem, proto, schemaVersion } from '#shared/sync/protocol.ts';

export interface Http {
  /** A request whose answer is JSON of a known shape. Throws AppError. */
  readonly json: <S extends z.ZodType>(request: Ask, shape: S) => Promise<z.output<S>>;
  /** A request whose answer is used as it comes; a non-2xx status has become an AppError. */
  readonly raw: (request: Ask) => Promise<Response>;
}

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'HEAD';
  /** Absolute, or a path on the endpoint. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** JSON that is text already. */
  readonly text?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  /** Milliseconds until the answer's head must be there; null for streams that wait. */
  readonly timeoutMs?: number | null;
}

export interface HttpOptions {
  readonly fetch: typeof fetch;
  readonly address: () => string | null;
  readonly token: () => string | null;
  /** Ends whatever is under way, so that the engine closes, or the session ends, at once. */
  readonly closing: () => AbortSignal;
}

const answerLimitMs = 30_000;
/** A body that says nothing for so long has broken off, whatever the socket believes. */
const silenceMs = 30_000;
const known: Readonly<Record<string, ErrorCode>> = {
  wrong_credentials: 'wrong_credentials',
  account_disabled: 'account_disabled',
  invitation_invalid: 'invitation_invalid',
  first_admin_code_invalid: 'first_admin_code_invalid',
  email_taken: 'email_taken',
  last_admin: 'last_admin',
  token_revoked: 'token_revoked',
  token_unknown: 'token_unknown',
  protocol_too_old: 'protocol_too_old',
  endpoint_too_old: 'endpoint_too_old',
  epoch_changed: 'epoch_changed',
  evidence_damaged: 'evidence_damaged',
  evidence_too_large: 'evidence_too_large',
};

/** A gateway that has lost the endpoint behind it says so in HTML; to the desk that is the same as no endpoint. */
const isAway = (status: number): boolean => status === 502 || status === 503 || status === 504;

/** Seconds for which the endpoint, or what stands before it, asks not to be asked; null where it does not say. */
const askedPause = (answer: Response): number | null => {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return (answer.status === 429 || answer.status === 503) && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
};

const failureOf = async (answer: Response, address: string): Promise<AppError> => {
  const text = await answer.text().catch(() => '');
  const pause = askedPause(answer);
  if (pause !== null) return new AppError('endpoint_busy', { status: answer.status, retry_after_s: pause });
  const parsed = problem.safeParse(parseJson(text));
  if (!parsed.success) {
    if (isAway(answer.status)) return new AppError('endpoint_unreachable', { address, status: answer.status });
    if (answer.status === 404 && text === '') return new AppError('endpoint_refused', { status: 404, code: 'not_found', details: {} });
    return new AppError('endpoint_garbled', { address, status: answer.status });
  }
  const code = known[parsed.data.code];
  if (code !== undefined) return new AppError(code, parsed.data.details);
  return new AppError('endpoint_refused', { status: answer.status, code: parsed.data.code, details: parsed.data.details });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer like any other that is not of the protocol's shape.
    return undefined;
  }
};

/** An answer's body as it comes. Error: endpoint_unreachable where it breaks off or falls silent. */
export async function* chunksOf(answer: Response, limitMs = silenceMs): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = answer.body?.getReader();
  if (reader === undefined) return;
  let silent = false;
  const giveUp = (): void => {
    silent = true;
    void cancel(reader);
  };
  try {
    for (;;) {
      const timer = setTimeout(giveUp, limitMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (silent) throw new Error('the answer fell silent');
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('endpoint_unreachable', {}, { cause: error });
  } finally {
    await cancel(reader);
  }
}

/** Lets the connection go. A stream that has failed already rejects with the failure that was thrown before. */
const cancel = (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => reader.cancel().catch(() => undefined);

/** The one place where the network's failures become ours. */
export const createHttp = ({ fetch, address, token, closing }: HttpOptions): Http => {
  const raw = async ({ method, path, headers, body, text, bytes, signal, timeoutMs = answerLimitMs }: Ask): Promise<Response> => {
    const base = address();
    if (base === null) throw new AppError('signed_out');
    const bearer = token();
    const limit = new AbortController();
    const timer = timeoutMs === null ? null : setTimeout(() => limit.abort(), timeoutMs);
    try {
      const answer = await fetch(new URL(path, `${base.replace(/\/$/, '')}/`), {
        method,
        headers: {
          'x-carril-proto': String(proto),
          'x-carril-schema': String(schemaVersion),
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined && text === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(bytes !== undefined ? { body: bytes } : text !== undefined ? { body: text } : body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.any([closing(), limit.signal, ...(signal === undefined ? [] : [signal])]),
      });
      if (!answer.ok) throw await failureOf(answer, base);
      return answer;
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('endpoint_unreachable', { address: base }, { cause: error });
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  };
  return {
    raw,
    json: async (request, shape) => {
      const answer = await raw(request);
      const chunks: Uint8Array[] = [];
      for await (const chunk of chunksOf(answer)) chunks.push(chunk);
      const parsed = shape.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')));
      if (!parsed.success) throw new AppError('endpoint_garbled', { address: address(), status: answer.status });
      return parsed.data;
    },
  };
};

export const isCode = (error: unknown, ...codes: readonly ErrorCode[]): error is AppError => error instanceof AppError && codes.includes(error.code);
