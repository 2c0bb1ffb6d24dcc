import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { CoreContract } from '#shared/contract/core.ts';
import type { Handlers } from '#shared/contract/method.ts';

type Handler = Handlers<CoreContract>;
type Post = { readonly method: 'post'; readonly input: { readonly url: string; readonly body: string } };
export type FarCall = { readonly id: number } & (Post | { readonly method: keyof CoreContract; readonly input: unknown });

export interface FarAnswer {
  readonly id: number;
  readonly value: unknown;
  /** Of the clock that all processes of a machine share, in nanoseconds: when the change was on disk, or a post began. */
  readonly atNs: string;
}

/** Milliseconds of the clock that all processes of a machine share. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A desk in a process of its own, as every desk is: what it does by itself takes no time from another's. */
export const startFarDesk = async (dir: string) => {
  const child = fork(path.join(import.meta.dirname, 'far-desk-process.ts'), [dir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, (answer: FarAnswer) => void>();
  const failed = once(child, 'exit').then(() => {
    throw new Error('the far desk ended');
  });
  failed.catch(() => undefined);
  const ready = new Promise<FarAnswer>((resolve) => void waiting.set(0, resolve));
  child.on('message', (answer: FarAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  await Promise.race([ready, failed]);
  let last = 0;
  const ask = async (call: Post | { readonly method: keyof CoreContract; readonly input: unknown }): Promise<{ readonly value: unknown; readonly atMs: number }> => {
    last += 1;
    const id = last;
    const answered = new Promise<FarAnswer>((resolve) => void waiting.set(id, resolve));
    child.send({ id, ...call });
    const { value, atNs } = await Promise.race([answered, failed]);
    return { value, atMs: Number(BigInt(atNs)) / 1e6 };
  };
  return {
    /** Answers with when the change was on disk. */
    call: async <M extends keyof CoreContract>(method: M, input: Parameters<Handler[M]>[0]) => {
      const { value, atMs } = await ask({ method, input });
      return { value: value as Awaited<ReturnType<Handler[M]>>, atMs };
    },
    /** Answers with when it began, once it is answered. */
    post: async (url: string, body: string): Promise<number> => (await ask({ method: 'post', input: { url, body } })).atMs,
    close: async (): Promise<void> => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  } as const;
};

export type FarDesk = Awaited<ReturnType<typeof startFarDesk>>;
