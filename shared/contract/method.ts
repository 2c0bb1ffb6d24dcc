import type { z } from 'zod';

/** One method of a contract: its input is parsed at the boundary, its result is typed and trusted (it comes from our own process). */
export interface Method<I extends z.ZodType = z.ZodType, R = unknown> {
  readonly input: I;
  readonly result: { readonly type?: R };
}

/** How long a caller waits is in `time-limits.ts`. */
export const method = <R>() => <I extends z.ZodType>(input: I): Method<I, R> => ({ input, result: {} });

export type Contract = Readonly<Record<string, Method>>;
export type InputOf<M> = M extends Method<infer I, unknown> ? z.input<I> : never;
export type ParsedOf<M> = M extends Method<infer I, unknown> ? z.output<I> : never;
export type ResultOf<M> = M extends Method<z.ZodType, infer R> ? R : never;

/** What serves a contract: a missing or mistyped handler does not compile. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof C]: (input: ParsedOf<C[K]>) => ResultOf<C[K]> | Promise<ResultOf<C[K]>>;
};

/** What calls a contract. Rejects with `AppError`. */
export type Call<C extends Contract> = <K extends keyof C & string>(name: K, input: InputOf<C[K]>) => Promise<ResultOf<C[K]>>;
