import { workerData, type MessagePort } from 'node:worker_threads';
import pg from 'pg';
import type { AnsweredPostgres, AskedPostgres } from './ask-postgres.ts';

const { answered, port } = workerData as { readonly answered: Int32Array; readonly port: MessagePort };
const int8 = 20;
pg.types.setTypeParser(int8, Number);

const answer = async ({ url, text, values }: AskedPostgres): Promise<AnsweredPostgres> => {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return { rows: ((await client.query(text, [...values])).rows as readonly unknown[]) };
  } catch (error) {
    return { error: `${String(error)}: ${text}` };
  } finally {
    await client.end();
  }
};

port.on('message', (asked: AskedPostgres) => {
  void answer(asked).then((given) => {
    port.postMessage(given);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
});
