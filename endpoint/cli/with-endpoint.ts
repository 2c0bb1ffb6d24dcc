import { createEndpoint, type Endpoint } from '../endpoint.ts';
import { silentLog } from '../log.ts';
import type { Values } from './options.ts';

/** For work on the data beside a server that may be running. */
export const withEndpoint = async ({ dir, 'database-url': databaseUrl, 'answer-days': answerDays }: Values<'dir' | 'database-url'> & Partial<Values<'answer-days'>>, work: (endpoint: Endpoint) => Promise<void>): Promise<void> => {
  const endpoint = await createEndpoint({ dir, databaseUrl, clock: Date.now, log: silentLog, ...(answerDays === undefined ? {} : { answerDays }) });
  try {
    await work(endpoint);
  } finally {
    await endpoint.close();
  }
};
