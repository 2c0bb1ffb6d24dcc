import { createEndpoint, type Endpoint } from '../endpoint.ts';
import { silentLog } from '../log.ts';

/** For work on the data beside a server that may be running. */
export const withEndpoint = async (dir: string, work: (endpoint: Endpoint) => Promise<void>): Promise<void> => {
  const endpoint = await createEndpoint({ dir, clock: Date.now, log: silentLog });
  try {
    await work(endpoint);
  } finally {
    await endpoint.close();
  }
};
