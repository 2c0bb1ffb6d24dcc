import { postgresVariable } from './database.ts';
import { startPostgres } from './postgres-server.ts';

/** One server for the whole run; each endpoint makes a database of its own on it. A server that was named is left alone. */
export const setup = async (): Promise<(() => Promise<void>) | undefined> => {
  if (process.env[postgresVariable] !== undefined) return undefined;
  const server = await startPostgres({ durable: false });
  process.env[postgresVariable] = server.url;
  return server.stop;
};
