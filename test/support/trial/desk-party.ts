import path from 'node:path';
import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { InputOf, ResultOf } from '#shared/contract/method.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { createFuse, type Fuse } from './crash-points.ts';
import { takeImage } from './image.ts';
import type { Line, Network } from './network.ts';

/** A call that the desk did not live to answer: what it asked for may have been done or not. */
export class Unanswered extends Error {}

export interface SavedDesk {
  readonly dir: string;
  readonly token: string | null;
}

/** A whole desk on a folder of its own; it can be killed between any two steps and stands up again as its files say. */
export interface DeskParty {
  readonly name: string;
  readonly dir: () => string;
  readonly up: () => boolean;
  /** Opens it where it was killed or closed. */
  readonly stand: () => Promise<void>;
  readonly call: <M extends CoreMethod>(method: M, input: InputOf<CoreContract[M]>) => Promise<ResultOf<CoreContract[M]>>;
  readonly fuse: Fuse;
  readonly crash: () => void;
  /** Closed in good order, and opened again. */
  readonly restart: () => Promise<void>;
  /** Moves this desk's clock against everybody else's. */
  readonly shift: (ms: number) => void;
  readonly token: () => string | null;
  readonly log: readonly string[];
  readonly end: () => Promise<void>;
}

/** So few that a page of some rows, and an acknowledgement of some ops, is laid in parts. */
const portions = { rows: 2, ops: 2 };

export interface DeskPartyOptions {
  readonly root: string;
  readonly name: string;
  readonly from: SavedDesk | null;
  readonly network: Network;
  /** Milliseconds by which its clock is ahead. */
  readonly ahead: number;
  /** Called right after each call that was answered. */
  readonly confirmed: (desk: DeskParty) => void;
}

export const deskParty = async ({ root, name, from, network, ahead, confirmed }: DeskPartyOptions): Promise<DeskParty> => {
  const past: Promise<void>[] = [];
  const logs: string[] = [];
  let offset = ahead;
  let crashes = 0;
  let dir = path.join(root, `${name}-0`);
  if (from !== null) takeImage(from.dir, dir);
  let token = from?.token ?? null;
  let line: Line | null = null;
  let desk: SyncedDesk | null = null;
  const clock = { now: () => Date.now() + offset };

  const stand = async (): Promise<void> => {
    if (desk !== null) return;
    const life = crashes;
    // What a killed process still does here, it would not have lived to say.
    const say = (text: string): void => {
      if (life === crashes) logs.push(text);
    };
    line = network.line(name);
    desk = await openSyncedDesk({ dir, token, clock, fetch: line.fetch, log: say, portions });
  };
  await stand();

  const leave = (): SyncedDesk | null => {
    const left = desk;
    if (left !== null) token = left.token();
    line?.sever();
    desk = null;
    return left;
  };
  const crash = (): void => {
    if (desk === null) return;
    crashes += 1;
    const next = path.join(root, `${name}-${crashes}`);
    takeImage(dir, next);
    dir = next;
    const dead = leave();
    if (dead !== null) past.push(dead.core.close());
  };
  const fuse = createFuse();
  const party: DeskParty = {
    name,
    dir: () => dir,
    up: () => desk !== null,
    stand,
    call: async (method, input) => {
      await stand();
      const asked = desk;
      if (asked === null) throw new Unanswered();
      try {
        const answer = await asked.call(method, input);
        if (desk !== asked) throw new Unanswered();
        confirmed(party);
        return answer;
      } catch (error) {
        throw desk === asked ? error : new Unanswered();
      }
    },
    fuse: { ...fuse, pass: (commit) => desk !== null && fuse.pass(commit) },
    crash,
    restart: async () => {
      const left = leave();
      await left?.core.close();
      await stand();
    },
    shift: (ms) => void (offset += ms),
    token: () => desk?.token() ?? token,
    log: logs,
    end: async () => {
      const left = leave();
      if (left !== null) past.push(left.core.close());
      await Promise.all(past);
    },
  };
  return party;
};
