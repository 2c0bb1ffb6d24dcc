import path from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

export interface AskedPostgres {
  readonly url: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

export type AnsweredPostgres = { readonly rows: readonly unknown[] } | { readonly error: string };

const limitMs = 30_000;

const connect = () => {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(path.join(import.meta.dirname, 'ask-postgres-worker.ts'), { workerData: { answered, port: port2 }, transferList: [port2] });
  worker.unref();
  port1.unref();
  return (asked: AskedPostgres): AnsweredPostgres => {
    Atomics.store(answered, 0, 0);
    port1.postMessage(asked);
    if (Atomics.wait(answered, 0, 0, limitMs) === 'timed-out') return { error: `no answer to ${asked.text}` };
    return receiveMessageOnPort(port1)?.message as AnsweredPostgres;
  };
};

let ask: ReturnType<typeof connect> | null = null;

/** One statement on a connection of its own, answered at once as SQLite does, so that a test looks into both in the same way. */
export const askPostgres = (url: string, text: string, values: readonly unknown[] = []): readonly unknown[] => {
  ask ??= connect();
  const answer = ask({ url, text, values });
  if ('error' in answer) throw new Error(answer.error);
  return answer.rows;
};
