import type { FastifyInstance } from 'fastify';
import { proto, schemaVersion } from '#shared/sync/protocol.ts';
import type { Log } from '../log.ts';

export type Check = () => Promise<unknown>;

/** What does not answer within this long is not ready. */
const limitMs = 5000;

const passes = async (check: Check, failed: (error: unknown) => void): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), limitMs);
  });
  try {
    await Promise.race([check(), late]);
    return true;
  } catch (error) {
    failed(error);
    return false;
  } finally {
    clearTimeout(timer);
  }
};

/** `GET /health`: the process is alive. `GET /ready`: it can serve, each check by itself; 503 `not_ready` where one fails. */
export const healthRoutes = (app: FastifyInstance, checks: Readonly<Record<string, Check>>, log: Log, newId: () => string): void => {
  app.get('/health', async () => ({ ok: true, proto, schema: schemaVersion }));
  app.get('/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check, (error) => log.failure(newId(), `ready ${name}`, error))] as const),
    );
    const found = Object.fromEntries(results);
    if (results.some(([, passed]) => !passed)) return reply.code(503).send({ code: 'not_ready', details: found });
    return { ok: true, ...found };
  });
};
