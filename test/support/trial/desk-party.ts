import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { InputOf, ResultOf } from '#shared/contract/method.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { createFuse, type Fuse } from './crash-points.ts';
import { deskFile } from './desk-file.ts';
import { takeImage } from './image.ts';
import type { Line, Network } from './network.ts';

/** A call that the desk did not live to answer: what it asked for may have been done or not. */
export class Unanswered extends Error {}

export interface SavedDesk {
  readonly dir: string;
  readonly token: string | null;
}

const imports = path.join(import.meta.dirname, 'import-worker.ts');

/** Of a folder as a kill left it, the database alone, with its log. */
const putDatabase = (from: string, to: string): void => {
  for (const tail of ['', '-wal']) {
    rmSync(deskFile(to) + tail, { force: true });
    if (existsSync(deskFile(from) + tail)) copyFileSync(deskFile(from) + tail, deskFile(to) + tail);
  }
};

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
  /** Its profile as it is now, aside, as a kill would leave it. */
  readonly keep: () => SavedDesk;
  /** Kills it and puts back a profile: the whole folder and the token, or the database alone. */
  readonly putBack: (kept: SavedDesk, whole: boolean) => void;
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
  let keeps = 0;
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
    desk = await openSyncedDesk({ dir, token, clock, fetch: line.fetch, log: say, portions, importWorker: imports });
  };
  await stand();

  const leave = (): SyncedDesk | null => {
    const left = desk;
    if (left !== null) token = left.token();
    line?.sever();
    desk = null;
    return left;
  };
  const die = (work: (next: string) => void): void => {
    crashes += 1;
    const next = path.join(root, `${name}-${crashes}`);
    work(next);
    dir = next;
    const dead = leave();
    if (dead !== null) past.push(dead.core.close());
  };
  const crash = (): void => {
    if (desk !== null) die((next) => takeImage(dir, next));
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
    keep: () => {
      const kept = path.join(root, `${name}-kept-${crashes}-${(keeps += 1)}`);
      takeImage(dir, kept);
      return { dir: kept, token: party.token() };
    },
    putBack: (kept, whole) => {
      die((next) => {
        takeImage(whole ? kept.dir : dir, next);
        if (!whole) putDatabase(kept.dir, next);
      });
      if (whole) ({ token } = kept);
    },
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
