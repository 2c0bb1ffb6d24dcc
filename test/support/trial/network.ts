import type { EndpointParty, WireAnswer, WireRequest, WireStream } from './endpoint-party.ts';
import { brokenResponse, gatewayAnswer, streamResponse, wholeResponse, type OpenStream } from './responses.ts';
import { clear, type Weather } from './weather.ts';

/** One desk's way into the network, until that desk is killed or closed. */
export interface Line {
  readonly fetch: typeof fetch;
  /** The desk is gone: it hears nothing more, but what it has sent may still arrive. */
  readonly sever: () => void;
}

/** A message that is under way, on its way there (`out`), at the endpoint (`in`) or on its way back. */
interface Exchange {
  readonly from: LineState;
  readonly request: WireRequest;
  stage: 'out' | 'in' | 'back';
  answer: WireAnswer | null;
  /** Nobody listens for the answer any more. */
  ghost: boolean;
  readonly signal: AbortSignal | null;
  readonly resolve: (answer: Response) => void;
  readonly reject: (error: Error) => void;
}

interface LineState {
  readonly name: string;
  alive: boolean;
  readonly streams: Set<OpenStream>;
}

export interface Network {
  readonly line: (name: string) => Line;
  /** One thing happens to one message, chosen by the dice. False where nothing is under way. */
  readonly step: (weather: Weather) => boolean;
  /** What was under way to or from the endpoint is gone. */
  readonly endpointDied: () => void;
  readonly underWay: () => readonly string[];
  /** Bodies of the pushes that have reached the endpoint. */
  readonly pushed: readonly string[];
  readonly steps: () => number;
}

const failed = (why: string): TypeError => new TypeError('fetch failed', { cause: new Error(why) });

const bodyOf = (body: unknown): Buffer | null => {
  if (body === undefined || body === null) return null;
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as Uint8Array);
};

/** Whatever the desks send lies here until the dice say what becomes of it. Nothing moves by itself but the live streams. */
export const createNetwork = (dice: () => number, endpoint: () => EndpointParty): Network => {
  const exchanges: Exchange[] = [];
  const lines: LineState[] = [];
  const pushed: string[] = [];
  let steps = 0;
  let now = clear;

  const drop = (exchange: Exchange, why: string): void => {
    exchanges.splice(exchanges.indexOf(exchange), 1);
    exchange.reject(failed(why));
  };
  const isLive = (exchange: Exchange): boolean => exchange.request.path.startsWith('/v1/live');

  const openStream = (exchange: Exchange, stream: WireStream): void => {
    exchanges.splice(exchanges.indexOf(exchange), 1);
    if (exchange.ghost || !exchange.from.alive) return stream.destroy();
    const swallowed = (): boolean => dice() * 100 < now.lost;
    const { response, open } = streamResponse(stream, swallowed, () => exchange.from.streams.delete(open));
    exchange.from.streams.add(open);
    exchange.signal?.addEventListener('abort', open.abort, { once: true });
    exchange.resolve(response);
  };

  const arrive = (exchange: Exchange): void => {
    const party = endpoint();
    if (!party.up()) return drop(exchange, 'refused');
    exchange.stage = 'in';
    if (exchange.request.path === '/v1/push') pushed.push(exchange.request.body?.toString('utf8') ?? '');
    const lost = (): void => {
      if (exchanges.includes(exchange)) drop(exchange, 'reset');
    };
    if (isLive(exchange)) {
      party.stream(exchange.request).then((stream) => (exchanges.includes(exchange) ? openStream(exchange, stream) : stream.destroy()), lost);
      return;
    }
    party.serve(exchange.request, false).then((answer) => {
      exchange.answer = answer;
      exchange.stage = 'back';
    }, lost);
  };

  /** The endpoint gets it, or half of it, and nobody hears what it says. */
  const arriveUnheard = ({ request }: Exchange, cutBody: boolean): void => {
    const party = endpoint();
    if (!party.up()) return;
    if (request.path === '/v1/push' && !cutBody) pushed.push(request.body?.toString('utf8') ?? '');
    // A body that breaks off has no answer, and an endpoint that dies meanwhile neither.
    party.serve(request, cutBody).catch(() => undefined);
  };

  const goOut = (exchange: Exchange, weather: Weather): void => {
    if (isLive(exchange)) return dice() * 100 < weather.lost ? drop(exchange, 'lost') : arrive(exchange);
    let luck = dice() * 100;
    if ((luck -= weather.lost) < 0) return drop(exchange, 'lost');
    if ((luck -= weather.late) < 0) {
      exchange.ghost = true;
      return exchange.reject(failed('given up'));
    }
    if ((luck -= weather.twice) < 0) return arriveUnheard(exchange, false);
    if ((luck -= weather.cut) < 0 && exchange.request.body !== null) {
      arriveUnheard(exchange, true);
      return drop(exchange, 'cut');
    }
    if ((luck -= weather.gateway) < 0) {
      exchange.answer = gatewayAnswer(dice);
      exchange.stage = 'back';
      return;
    }
    arrive(exchange);
  };

  const comeBack = (exchange: Exchange, weather: Weather): void => {
    exchanges.splice(exchanges.indexOf(exchange), 1);
    const { answer } = exchange;
    if (answer === null || exchange.ghost) return;
    let luck = dice() * 100;
    if ((luck -= weather.lost) < 0) return exchange.reject(failed('lost'));
    if ((luck -= weather.gateway) < 0) return exchange.resolve(wholeResponse(gatewayAnswer(dice), dice));
    if ((luck -= weather.cut) < 0) return exchange.resolve(brokenResponse(answer, dice()));
    exchange.resolve(wholeResponse(answer, dice));
  };

  const line = (name: string): Line => {
    const state: LineState = { name, alive: true, streams: new Set() };
    lines.push(state);
    const send = (input: URL | string | Request, init: RequestInit = {}): Promise<Response> =>
      new Promise<Response>((resolve, reject) => {
        if (!state.alive) return reject(failed('this desk is gone'));
        const url = new URL(String(input));
        // Uncompressed, so that a body that breaks off does so where the dice say.
        const headers = Object.fromEntries([...new Headers(init.headers)].filter(([key]) => key !== 'accept-encoding'));
        const request: WireRequest = { method: init.method ?? 'GET', path: `${url.pathname}${url.search}`, headers, body: bodyOf(init.body) };
        const exchange: Exchange = { from: state, request, stage: 'out', answer: null, ghost: false, signal: init.signal ?? null, resolve, reject };
        exchanges.push(exchange);
        const giveUp = (): void => {
          exchange.ghost = true;
          reject(new DOMException('aborted', 'AbortError'));
        };
        if (init.signal?.aborted === true) giveUp();
        else init.signal?.addEventListener('abort', giveUp, { once: true });
      });
    return {
      fetch: send as typeof fetch,
      sever: () => {
        state.alive = false;
        for (const open of state.streams) open.abort();
        for (const exchange of exchanges) {
          if (exchange.from !== state) continue;
          exchange.ghost = true;
          exchange.reject(failed('this desk is gone'));
        }
      },
    };
  };

  return {
    line,
    step: (weather) => {
      now = weather;
      for (const { streams } of lines) for (const open of streams) if (dice() * 100 < weather.streams) open.abort();
      const movable = exchanges.filter((exchange) => exchange.stage !== 'in');
      const exchange = movable[Math.floor(dice() * movable.length)];
      if (exchange === undefined) return false;
      steps += 1;
      if (exchange.stage === 'out') goOut(exchange, weather);
      else comeBack(exchange, weather);
      return true;
    },
    endpointDied: () => {
      for (const { streams } of lines) for (const open of streams) open.abort();
      for (const exchange of exchanges.filter(({ stage }) => stage !== 'out')) drop(exchange, 'reset');
    },
    underWay: () => exchanges.map(({ from, request, stage, ghost }) => `${from.name} ${request.method} ${request.path} ${stage}${ghost ? ' (given up)' : ''}`),
    pushed,
    steps: () => steps,
  };
};
