import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OpResult } from '#shared/sync/protocol.ts';

/** What the endpoint counts of itself. Labels are routes, statuses and codes: never anything of the team. */
export interface Metrics {
  readonly answered: (request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }) => void;
  readonly pushed: (results: readonly OpResult[]) => void;
  /** Everything in Prometheus's text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export interface MetricsSources {
  readonly head: () => Promise<number>;
  readonly liveStreams: () => number;
  /** Also what Node knows of its own process: memory, CPU, event loop. */
  readonly process: boolean;
}

/** A live stream lasts for hours: its length is no latency. */
const streamed = new Set(['/v1/live']);
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const createMetrics = ({ head, liveStreams, process: ofProcess }: MetricsSources): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const requests = new Counter({ name: 'carril_requests_total', help: 'Answered requests; pushes and pulls are routes.', labelNames: ['method', 'route', 'status'] as const, registers });
  const seconds = new Histogram({ name: 'carril_request_seconds', help: 'Time until a request was answered whole.', labelNames: ['method', 'route'] as const, buckets, registers });
  const ops = new Counter({ name: 'carril_ops_total', help: 'Ops by what became of them: applied, merged, refused with a code; repeated ones apart.', labelNames: ['result', 'code'] as const, registers });
  const batch = new Histogram({ name: 'carril_push_ops', help: 'Ops in a push.', buckets: [0, 1, 2, 5, 10, 50, 100, 250, 500, 1000], registers });
  const streams: Gauge = new Gauge({ name: 'carril_live_streams', help: 'Desks that listen now.', registers, collect: () => streams.set(liveStreams()) });
  const headGauge: Gauge = new Gauge({ name: 'carril_head', help: 'The last number of the feed.', registers, collect: async () => headGauge.set(await head()) });
  return {
    answered: ({ method, route, status, seconds: took }) => {
      requests.inc({ method, route, status });
      if (!streamed.has(route)) seconds.observe({ method, route }, took);
    },
    pushed: (results) => {
      batch.observe(results.length);
      for (const { is, dup, code } of results) ops.inc({ result: dup ? 'repeated' : is, code: code ?? '' });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
