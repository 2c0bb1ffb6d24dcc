import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { createEndpoint, type Endpoint } from '#endpoint/endpoint.ts';
import { jsonLog } from '#endpoint/log.ts';
import { createFuse, type Fuse } from './crash-points.ts';
import { endpointFile } from './desk-file.ts';
import { takeImage } from './image.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer that goes on: the live stream. */
export interface WireStream {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly onData: (listener: (chunk: Buffer) => void) => void;
  readonly onEnd: (listener: () => void) => void;
  readonly destroy: () => void;
}

/** The real endpoint behind the fake network; it can be killed between any two steps and stands up again as its files say. */
export interface EndpointParty {
  readonly dir: () => string;
  readonly up: () => boolean;
  readonly endpoint: () => Endpoint;
  readonly serve: (request: WireRequest, cutBody: boolean) => Promise<WireAnswer>;
  readonly stream: (request: WireRequest) => Promise<WireStream>;
  readonly fuse: Fuse;
  readonly crash: () => void;
  readonly stand: () => Promise<void>;
  /** Its data as they are now, aside. */
  readonly keep: () => void;
  /** Ends it and puts back what was kept last, under a new epoch. False where nothing was. */
  readonly putBack: () => boolean;
  readonly setBack: (ms: number) => void;
  readonly log: readonly string[];
  readonly end: () => Promise<void>;
}

const plain = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (['connection', 'transfer-encoding', 'content-length'].includes(name) ? [] : [[name, String(value)]])));

export const endpointParty = async (root: string, from: string | null, onCrash: () => void): Promise<EndpointParty> => {
  const log: string[] = [];
  const past: Promise<void>[] = [];
  let crashes = 0;
  let behind = 0;
  let keeps = 0;
  let dir = path.join(root, 'endpoint-0');
  if (from !== null) takeImage(from, dir);
  const clock = (): number => Date.now() - behind;
  const open = async (): Promise<Endpoint> => {
    const life = crashes;
    // What a killed process still does here, it would not have lived to say.
    const say = (line: string): void => {
      if (life === crashes) log.push(line);
    };
    const opened = await createEndpoint({ dir, clock, log: jsonLog(say, clock) });
    await opened.app.ready();
    return opened;
  };
  let endpoint: Endpoint | null = await open();

  const running = (): Endpoint => {
    if (endpoint === null) throw new Error('the endpoint is down');
    return endpoint;
  };
  const fuse = createFuse();
  let kept: string | null = null;
  const die = (image: string): void => {
    crashes += 1;
    const next = path.join(root, `endpoint-${crashes}`);
    takeImage(image, next);
    dir = next;
    if (endpoint !== null) past.push(endpoint.close());
    endpoint = null;
    onCrash();
  };
  return {
    dir: () => dir,
    up: () => endpoint !== null,
    endpoint: running,
    serve: async ({ method, path: url, headers, body }, cutBody) => {
      const payload = body !== null && cutBody ? body.subarray(0, Math.floor(body.length / 2)) : body;
      const answer = await running().app.inject({
        method: method as 'GET',
        url,
        headers: { ...headers, ...(body === null ? {} : { 'content-length': String(body.length) }) },
        ...(payload === null ? {} : { payload }),
        ...(cutBody ? { simulate: { split: false, error: true, close: true, end: false } } : {}),
      });
      return { status: answer.statusCode, headers: plain(answer.headers), body: answer.rawPayload };
    },
    stream: async ({ path: url, headers }) => {
      const answer = await running().app.inject({ method: 'GET', url, headers: { ...headers }, payloadAsStream: true });
      const source = answer.stream();
      source.on('error', () => undefined);
      return {
        status: answer.statusCode,
        headers: plain(answer.headers),
        onData: (listener) => void source.on('data', listener),
        onEnd: (listener) => void source.on('close', listener),
        destroy: () => {
          source.destroy();
          answer.raw.res.destroy();
        },
      };
    },
    fuse: { ...fuse, pass: (commit) => endpoint !== null && fuse.pass(commit) },
    crash: () => {
      if (endpoint !== null) die(dir);
    },
    keep: () => {
      kept = path.join(root, `endpoint-kept-${crashes}-${(keeps += 1)}`);
      takeImage(dir, kept);
    },
    putBack: () => {
      if (kept === null) return false;
      die(kept);
      const db = new Sqlite(endpointFile(dir));
      db.prepare("DELETE FROM meta WHERE name = 'epoch'").run();
      db.close();
      return true;
    },
    stand: async () => {
      if (endpoint !== null) return;
      endpoint = await open();
    },
    setBack: (ms) => void (behind += ms),
    log,
    end: async () => {
      if (endpoint !== null) past.push(endpoint.close());
      endpoint = null;
      await Promise.all(past);
    },
  };
};
