/**
 * Hybrid logical clock (Kulkarni et al., 2014). Text form `MMMMMMMMMMMMM-CCCC-NNNNNNNN`: 13 digits of milliseconds,
 * 4 hex of counter, 8 hex of node; text order is clock order. It never throws and never blocks a write: a clock that
 * is set back keeps counting from the last stamp.
 */
export interface Hlc {
  readonly ms: number;
  readonly counter: number;
}

const maxCounter = 0xffff;

export const hlcZero: Hlc = { ms: 0, counter: 0 };

/** The next stamp for something that happens here, now. */
export const hlcTick = (last: Hlc, nowMs: number): Hlc => {
  if (nowMs > last.ms) return { ms: nowMs, counter: 0 };
  return last.counter < maxCounter ? { ms: last.ms, counter: last.counter + 1 } : { ms: last.ms + 1, counter: 0 };
};

/** The clock after having seen a stamp of another node. */
export const hlcReceive = (last: Hlc, seen: Hlc): Hlc =>
  seen.ms > last.ms || (seen.ms === last.ms && seen.counter > last.counter) ? seen : last;

export const hlcText = (hlc: Hlc, node: string): string =>
  `${String(hlc.ms).padStart(13, '0')}-${hlc.counter.toString(16).padStart(4, '0')}-${node}`;

export const hlcPattern = /^\d{13}-[0-9a-f]{4}-[0-9a-f]{8}$/;

export const hlcParse = (text: string): Hlc => ({ ms: Number(text.slice(0, 13)), counter: Number.parseInt(text.slice(14, 18), 16) });

/** A stamp that lies more than `toleranceMs` ahead of the endpoint's clock is brought back to it; else it comes back as it was. */
export const hlcClamp = (text: string, serverNowMs: number, toleranceMs = 60_000): string => {
  const { ms, counter } = hlcParse(text);
  return ms > serverNowMs + toleranceMs ? hlcText({ ms: serverNowMs, counter }, text.slice(19)) : text;
};

/** The node part of a device's stamps: eight hex digits of its id's random tail. */
export const nodeOf = (deviceId: string): string => deviceId.replaceAll('-', '').slice(-8);
