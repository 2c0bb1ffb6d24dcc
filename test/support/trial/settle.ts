import type { DeskParty } from './desk-party.ts';
import { endpointFile, askFile } from './desk-file.ts';
import type { EndpointParty } from './endpoint-party.ts';
import type { Network } from './network.ts';
import { quiet } from './quiet.ts';
import { isAtRest, unrestOf } from './rest.ts';
import { signIn } from './sign-in.ts';
import type { VirtualTime } from './virtual-time.ts';
import { clear } from './weather.ts';

export interface Settling {
  readonly endpoint: EndpointParty;
  readonly desks: readonly DeskParty[];
  readonly network: Network;
  readonly time: VirtualTime;
}

/** A round is as long as it takes until a desk that has heard nothing asks by itself. */
const roundMs = 61_000;
const mostRounds = 12;
/** Messages of one round: a desk that sends more than this gets nowhere. */
const mostSteps = 4_000;

const headOf = (endpoint: EndpointParty): number => askFile<{ seq: number }>(endpointFile(endpoint.dir()), 'SELECT seq FROM head')[0]?.seq ?? 0;

/** What still moves, for whoever has to find out why. */
const report = ({ endpoint, desks, network, time }: Settling): string => {
  const head = headOf(endpoint);
  const restless = desks.filter((desk) => !isAtRest(unrestOf(desk), head)).map((desk) => ({ ...unrestOf(desk), log: desk.log.slice(-8) }));
  return JSON.stringify({ head, underWay: network.underWay(), nextTimerInMs: (time.nextAt() ?? Number.NaN) - time.now(), restless, endpoint: endpoint.log.slice(-6) }, null, 1);
};

/** Delivers all that is under way, without letting time pass. */
const deliver = async (settling: Settling): Promise<void> => {
  for (let steps = 0; settling.network.step(clear); steps += 1) {
    await quiet();
    if (steps > mostSteps) throw new Error(`it never ends: ${report(settling)}`);
  }
};

/**
 * The network is whole again and everybody stands. The desks must find to the endpoint's state by themselves: nobody
 * presses a button, but that a desk which asks for it is signed in. Throws with what still moves where that takes more than a bounded amount of progress.
 */
export const settle = async (settling: Settling): Promise<number> => {
  const { endpoint, desks, network, time } = settling;
  for (const { fuse } of [endpoint, ...desks]) fuse.putOut();
  await endpoint.stand();
  for (const desk of desks) await desk.stand();
  await quiet();
  for (let round = 1; round <= mostRounds; round += 1) {
    const until = time.now() + roundMs;
    const before = network.steps();
    await deliver(settling);
    for (let next = time.nextAt(); next !== null && next <= until; next = time.nextAt()) {
      time.fireNext();
      await quiet();
      await deliver(settling);
      if (network.steps() - before > mostSteps) throw new Error(`it never ends: ${report(settling)}`);
    }
    const strangers = desks.filter((desk) => !unrestOf(desk).signedIn);
    for (const desk of strangers) await signIn(settling, desk);
    if (strangers.length > 0) continue;
    const head = headOf(endpoint);
    if (desks.every((desk) => isAtRest(unrestOf(desk), head))) return round;
  }
  throw new Error(`not at rest after ${mostRounds} rounds of ${roundMs / 1000} s: ${report(settling)}`);
};
