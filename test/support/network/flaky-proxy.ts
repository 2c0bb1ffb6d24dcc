import { createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** The request never arrives. */
  | { readonly is: 'lost' }
  /** The endpoint does it; its answer never arrives. */
  | { readonly is: 'answer_lost' }
  /** The answer breaks off at this part of its bytes. */
  | { readonly is: 'answer_cut'; readonly at: number }
  /** The request's body breaks off at this part of its bytes. */
  | { readonly is: 'request_cut'; readonly at: number }
  | { readonly is: 'slow'; readonly ms: number }
  /** The request arrives twice; the second answer counts. */
  | { readonly is: 'twice' }
  /** Something on the way answers instead. */
  | { readonly is: 'answered'; readonly status: number; readonly type: string; readonly body: string }
  /** The endpoint's answer with another text, whole and well formed as HTTP. */
  | { readonly is: 'rewritten'; readonly text: (body: string) => string };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

export interface FlakyProxy {
  readonly address: string;
  /** Asked before each request; null lets it pass. */
  plan: (seen: Seen, count: number) => Fault | null;
  /** Where requests go; may move while it runs. */
  target: string;
  readonly seen: readonly Seen[];
  /** Breaks every connection that is open, live streams too. */
  readonly breakAll: () => void;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** The first request to the given method and path prefix meets the fault, the others pass. */
export const onceAt = (method: string, prefix: string, fault: Fault): FlakyProxy['plan'] => {
  let done = false;
  return (seen) => {
    if (done || seen.method !== method || !seen.path.startsWith(prefix)) return null;
    done = true;
    return fault;
  };
};

/** A relay on loopback that understands HTTP, and can do to each request what networks do. */
export const flakyProxy = async (target: string): Promise<FlakyProxy> => {
  const seen: Seen[] = [];
  const open = new Set<{ destroy: () => void }>();

  const forward = (request: IncomingMessage, body: Buffer, headers: IncomingHttpHeaders, cutAt: number | null): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const far = httpRequest(new URL(request.url ?? '/', proxy.target), { method: request.method, headers: { ...headers, host: new URL(proxy.target).host }, agent: false }, resolve);
      open.add(far);
      far.once('close', () => open.delete(far));
      far.once('error', reject);
      if (cutAt === null) far.end(body);
      else far.write(body.subarray(0, Math.floor(body.length * cutAt)), () => setTimeout(() => far.destroy(new Error('cut')), 30));
    });
  const whole = async (request: IncomingMessage, body: Buffer, headers = request.headers): Promise<Answer> => {
    const far = await forward(request, body, headers, null);
    return { status: far.statusCode ?? 500, headers: far.headers, body: await bodyOf(far) };
  };
  const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
    const { 'transfer-encoding': _chunked, ...kept } = headers;
    response.writeHead(status, { ...kept, 'content-length': body.length });
    response.end(body);
  };

  const suffer = async (fault: Fault, request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> => {
    switch (fault.is) {
      case 'lost':
        return void response.destroy();
      case 'answer_lost':
        await whole(request, body);
        return void response.destroy();
      case 'answer_cut': {
        const answer = await whole(request, body);
        const { 'transfer-encoding': _chunked, ...headers } = answer.headers;
        response.writeHead(answer.status, { ...headers, 'content-length': answer.body.length });
        response.write(answer.body.subarray(0, Math.floor(answer.body.length * fault.at)), () => setTimeout(() => response.destroy(), 5));
        return;
      }
      case 'request_cut':
        await forward(request, body, request.headers, fault.at).catch(() => undefined);
        return void response.destroy();
      case 'slow':
        await sleep(fault.ms);
        return send(response, await whole(request, body));
      case 'twice':
        await whole(request, body);
        return send(response, await whole(request, body));
      case 'answered':
        return send(response, { status: fault.status, headers: { 'content-type': fault.type }, body: Buffer.from(fault.body) });
      case 'rewritten': {
        const { 'accept-encoding': _any, ...headers } = request.headers;
        const answer = await whole(request, body, headers);
        return send(response, { ...answer, body: Buffer.from(fault.text(answer.body.toString('utf8'))) });
      }
    }
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const one: Seen = { method: request.method ?? '', path: request.url ?? '', body };
    seen.push(one);
    const fault = proxy.plan(one, seen.length);
    if (fault !== null) return suffer(fault, request, response, body);
    const far = await forward(request, body, request.headers, null);
    response.writeHead(far.statusCode ?? 500, far.headers);
    response.flushHeaders();
    response.once('close', () => far.destroy());
    far.once('error', () => response.destroy());
    far.pipe(response);
  };

  const server = createServer((request, response) => {
    // The far end is away, or the near one has gone: to the near one both look the same.
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const breakAll = (): void => {
    for (const each of open) each.destroy();
  };
  const proxy: FlakyProxy = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: () => null,
    target,
    seen,
    breakAll,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await closed;
    },
  };
  return proxy;
};
