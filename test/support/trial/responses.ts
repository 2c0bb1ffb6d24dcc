import type { WireAnswer, WireStream } from './endpoint-party.ts';

/** A live stream that a desk listens to. */
export interface OpenStream {
  /** Breaks it; the desk's next read fails. */
  readonly abort: () => void;
}

const headersOf = ({ headers }: Pick<WireAnswer, 'headers'>): Headers => new Headers({ ...headers });
const bodiless = (status: number): boolean => status === 204 || status === 304;

/** What a gateway says that has lost the endpoint behind it, or a portal that wants to be paid first. */
export const gatewayAnswer = (dice: () => number): WireAnswer => {
  const kinds = [
    { status: 502, type: 'text/html', text: '<h1>Bad gateway</h1>' },
    { status: 503, type: 'text/plain', text: '' },
    { status: 500, type: 'application/json', text: '{"code":"internal","details":{"id":"x"}}' },
    { status: 200, type: 'text/html', text: '<p>portal</p>' },
  ] as const;
  const { status, type, text } = kinds[Math.floor(dice() * kinds.length)] ?? kinds[0];
  return { status, headers: { 'content-type': type }, body: Buffer.from(text) };
};

/** The whole answer, in pieces that end anywhere, also within a character. */
export const wholeResponse = (answer: WireAnswer, dice: () => number): Response => {
  const { status, body } = answer;
  if (bodiless(status) || body.length === 0) return new Response(null, { status, headers: headersOf(answer) });
  const at = Math.floor(dice() * body.length);
  const pieces = [body.subarray(0, at), body.subarray(at)].filter((piece) => piece.length > 0);
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(new Uint8Array(piece));
    },
  });
  return new Response(stream, { status, headers: headersOf(answer) });
};

/** An answer that breaks off at a part of its body. */
export const brokenResponse = (answer: WireAnswer, part: number): Response => {
  const { status, body } = answer;
  if (bodiless(status)) return new Response(null, { status, headers: headersOf(answer) });
  const half = body.subarray(0, Math.floor(body.length * part));
  let told = half.length === 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (told) return controller.error(new TypeError('terminated'));
      told = true;
      controller.enqueue(new Uint8Array(half));
    },
  });
  return new Response(stream, { status, headers: headersOf(answer) });
};

/** A live stream, which goes on until either side ends it. What is `swallowed` never arrives. */
export const streamResponse = (source: WireStream, swallowed: () => boolean, onEnd: () => void): { readonly response: Response; readonly open: OpenStream } => {
  let ended = false;
  const end = (tell: () => void): void => {
    if (ended) return;
    ended = true;
    onEnd();
    tell();
    source.destroy();
  };
  let abort = (): void => undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      abort = () => end(() => controller.error(new TypeError('terminated')));
      source.onData((chunk) => {
        if (!ended && !swallowed()) controller.enqueue(new Uint8Array(chunk));
      });
      source.onEnd(() => end(() => controller.close()));
    },
    cancel: () => end(() => undefined),
  });
  return { response: new Response(bodiless(source.status) ? null : stream, { status: source.status, headers: headersOf(source) }), open: { abort: () => abort() } };
};
