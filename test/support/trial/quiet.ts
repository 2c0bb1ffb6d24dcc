import process from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';

/** What is still being worked on without anybody's doing: file operations and turns of the event loop that were asked for. */
const atWork = /^(FSReq|Immediate|Zlib|RandomBytes|PBKDF2)/;
/** Real time: nothing that a desk or an endpoint does between two messages takes as long. */
const mostNs = 20_000_000_000n;

/**
 * Waits until everybody waits: for the network or for time. `onTurn` is asked after each step on the way there: a turn of
 * the event loop that did not merely wait for the disk, so that how fast the disk is does not change their number.
 */
export const quiet = async (onTurn: () => void = () => undefined): Promise<void> => {
  let still = 0;
  let before = 0;
  const until = process.hrtime.bigint() + mostNs;
  while (still < 2) {
    await turn();
    const busy = process.getActiveResourcesInfo().filter((name) => atWork.test(name)).length;
    if (busy === 0 || busy !== before) onTurn();
    before = busy;
    still = busy > 0 ? 0 : still + 1;
    if (process.hrtime.bigint() > until) throw new Error(`never quiet: ${process.getActiveResourcesInfo().join(', ')}`);
  }
};
