import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { holdsToken } from './holds-token.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** `/metrics` on an address of its own, which a firewall can keep inside the house. Answers with the server and its port. */
export const startMetricsServer = async (
  { host, port }: MetricsAddress,
  metrics: Metrics,
  token: string | null,
  log: Log,
  newId: () => string,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> => {
  const server: Server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    if (token !== null && !holdsToken(request.headers.authorization, token)) {
      response.writeHead(401).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        log.failure(newId(), 'metrics', error);
        response.writeHead(500).end();
      },
    );
  });
  server.requestTimeout = 10_000;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
