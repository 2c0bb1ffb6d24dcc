import type { SyncMode, SyncStatus } from '#shared/contract/views.ts';
import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { write } from '../db/handles.ts';
import { asAppError, databaseFile } from '../db/open.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { becomeAnother } from '../identity.ts';
import type { Spine } from '../spine.ts';
import { backoffMs, pauseMs } from './backoff.ts';
import { runCycle, type Cycle } from './cycle.ts';
import { letGo } from './forget.ts';
import { isCode, type Http } from './http.ts';
import type { PastError } from './diagnostics.ts';
import { openLive, type Live } from './live.ts';
import { readTo } from './pull.ts';
import { newSent } from './push.ts';
import { newEngineState, noteError, readMode, readStatus, type EngineState } from './status.ts';
import { scrub } from './traces.ts';
import { createTransfers } from './transfers.ts';

export interface Engine {
  readonly wake: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  readonly status: () => SyncStatus;
  /** Tries at once, whatever the backoff says; answers when the try is over. */
  readonly now: () => Promise<void>;
  /** Changes by hand whether rows and files go and come; what is under way breaks off. */
  readonly setMode: (mode: SyncMode) => Promise<void>;
  readonly pastErrors: () => readonly PastError[];
  /** Breaks off what is under way, and runs `work` before anything else begins. */
  readonly between: (work: () => void) => Promise<void>;
}

export interface EngineOptions {
  readonly spine: Spine;
  readonly http: Http;
  readonly hasToken: () => boolean;
  readonly dropToken: () => void;
  /** Exchanges the token where it is old; never fails. */
  readonly rotate: () => Promise<void>;
  /** Ends the requests under way. */
  readonly endRequests: () => void;
}

const idlePullMs = 60_000;
/** A live stream that lasted as long was a good one, and its end no reason to wait. */
const goodLiveMs = 60_000;
/** Pages that came by themselves and wait to be laid. */
const maxTold = 10;

const isBusy = (error: unknown): boolean => error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

/** Single flight: one cycle of push and pull at a time, begun by a change, a poke, the clock or a person. */
export const createEngine = ({ spine, http, hasToken, dropToken, rotate, endRequests }: EngineOptions): Engine => {
  const state: EngineState = newEngineState();
  const sent = newSent();
  let running: Promise<void> | null = null;
  let again = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let turn: NodeJS.Immediate | null = null;
  let live: Live | null = null;
  let liveTries = 0;
  let liveFrom = 0;
  let started = false;
  let stopped = false;
  let holding = false;

  const ready = (): boolean => hasToken() && getMeta(spine.db, 'endpoint') !== null;
  const transfers = createTransfers({ spine, http, ready: () => !stopped && ready() && state.state !== 'offline' && readMode(spine.db) === 'on' });

  const cycle: Cycle = { spine, http, sent, state, stopped: () => stopped, onStored: transfers.wanted, told: [] };

  const arm = (ms: number): void => {
    const at = Date.now() + ms;
    if (stopped || at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => {
      timerAt = Number.POSITIVE_INFINITY;
      void run();
    }, ms);
  };

  /** One turn later, so that what one command touches is one wake, and its answer leaves first. A timer's least wait would be felt from desk to desk. */
  const soon = (): void => {
    turn ??= setImmediate(() => {
      turn = null;
      void run();
    });
  };

  const closeLive = (): void => {
    live?.close();
    live = null;
  };

  const listen = (): void => {
    if (live !== null || stopped) return;
    const early = liveFrom - performance.now();
    // Something else came first; the stream must not wait for the next idle pull.
    if (early > 0) return arm(early + 1);
    const opened = performance.now();
    const isNews = (head: number): boolean => head > Number(getMeta(spine.db, 'cursor') ?? '0');
    live = openLive(http, {
      from: readTo(spine.db),
      onPoke: (head) => {
        if (isNews(head)) wake();
      },
      onNews: (told) => {
        if (!isNews(told.page.end.next)) return;
        // More than a few: then one pull brings all of it.
        if (cycle.told.length < maxTold) cycle.told.push(told);
        wake();
      },
      onEnd: () => {
        live = null;
        liveTries = performance.now() - opened > goodLiveMs ? 0 : liveTries + 1;
        const wait = backoffMs(liveTries);
        liveFrom = performance.now() + wait - 1;
        arm(wait);
      },
    });
  };

  const signedOut = (): void => {
    closeLive();
    dropToken();
    write(spine.db, (tx) => setMeta(tx, 'authorised', '0'));
    state.state = 'signed_out';
    state.nextTryAt = null;
    spine.announce(['session', 'sync']);
  };

  /** This device goes on with a token that is not here: another desk is a copy of this one, and two cannot be heard as one. */
  const partFromCopy = (error: unknown): unknown => {
    if (!isCode(error, 'token_revoked') || error.details['succeeded'] !== true) return error;
    becomeAnother(spine.db, spine.dir, spine.newId);
    return new AppError('desk_copied', {});
  };

  const failed = (given: unknown): void => {
    const error = partFromCopy(given);
    Object.assign(sent, newSent());
    cycle.told.length = 0;
    state.progress = null;
    const wait = pauseMs(error, tries);
    tries += 1;
    // Another connection (an import) is writing: no news about the endpoint.
    if (isBusy(error)) {
      state.state = 'idle';
      return arm(wait);
    }
    const code = error instanceof AppError ? error.code : 'internal';
    if (!(error instanceof AppError)) spine.log.internal(error, 'sync');
    else spine.log.warn('sync.failed', { code, status: typeof error.details['status'] === 'number' ? error.details['status'] : null });
    noteError(state, { code, at: instantAt(spine.clock.now()) });
    if (isCode(error, 'token_revoked', 'token_unknown', 'desk_copied')) return signedOut();
    closeLive();
    state.state = isCode(error, 'protocol_too_old', 'endpoint_too_old') ? 'too_old' : 'offline';
    state.offlineSince ??= spine.clock.now();
    state.nextTryAt = spine.clock.now() + wait;
    arm(wait);
  };

  const once = async (): Promise<void> => {
    try {
      // What was withdrawn and had not gone yet when the desk stopped goes, with or without a network.
      await letGo(spine, false);
    } catch (error) {
      return failed(asAppError(error, databaseFile(spine.dir)));
    }
    if (!ready()) {
      closeLive();
      Object.assign(state, { state: 'signed_out', nextTryAt: null, progress: null } satisfies Partial<EngineState>);
      return;
    }
    if (readMode(spine.db) === 'paused') {
      closeLive();
      Object.assign(state, { state: 'paused', nextTryAt: null, progress: null } satisfies Partial<EngineState>);
      return;
    }
    if (state.state !== 'offline') state.state = 'syncing';
    try {
      await runCycle(cycle);
      if (stopped) return;
      await rotate();
      if (stopped) return;
      await scrub(spine, () => stopped);
      if (stopped) return;
      tries = 0;
      Object.assign(state, { state: 'idle', offlineSince: null, nextTryAt: null, progress: null, lastError: null } satisfies Partial<EngineState>);
      listen();
      transfers.wake();
      arm(idlePullMs);
    } catch (error) {
      if (!stopped && !holding) failed(asAppError(error, databaseFile(spine.dir)));
    }
  };

  const run = (): Promise<void> => {
    if (holding) return Promise.resolve();
    if (running !== null) {
      again = true;
      return running;
    }
    clearTimeout(timer);
    timerAt = Number.POSITIVE_INFINITY;
    running = once()
      // What is thrown while noting a failure (the disk is full) must not take the engine down.
      .catch((error: unknown) => void spine.log.internal(error, 'sync.state'))
      .finally(() => {
        running = null;
        if (stopped) return;
        spine.announce(['sync']);
        if (again && state.state === 'idle') soon();
        again = false;
      });
    return running;
  };

  const wake = (): void => {
    if (!started || stopped) return;
    // What comes while a batch is under way goes with the next.
    if (running !== null) again = true;
    // While the endpoint is away a change waits for the next try; it is already safe.
    else if (state.state !== 'offline') soon();
    else spine.announce(['sync']);
  };

  const between = async (work: () => void): Promise<void> => {
    holding = true;
    try {
      closeLive();
      endRequests();
      await running;
      work();
      Object.assign(sent, newSent());
      cycle.told.length = 0;
    } finally {
      holding = false;
    }
  };

  return {
    wake,
    start: () => {
      started = true;
      if (!ready()) state.state = 'signed_out';
      arm(0);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      if (turn !== null) clearImmediate(turn);
      closeLive();
      endRequests();
      await Promise.all([running, transfers.stop()]);
    },
    status: () => readStatus(spine.db, state, spine.clock.now()),
    between,
    setMode: async (mode) => {
      await between(() => write(spine.db, (tx) => setMeta(tx, 'sync_mode', mode)));
      // Paused or not, the try that follows says how it stands.
      if (state.state === 'paused') state.state = 'idle';
      tries = 0;
      const next = run();
      if (mode === 'paused') await next;
    },
    pastErrors: () => state.errors,
    now: async () => {
      if (running !== null) await running;
      if (stopped) return;
      tries = 0;
      liveFrom = 0;
      transfers.anew();
      await run();
    },
  };
};
