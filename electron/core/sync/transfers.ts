import { AppError } from '#shared/errors.ts';
import type { Spine } from '../spine.ts';
import { pauseMs } from './backoff.ts';
import { createPatience } from './download-patience.ts';
import { download, missingEvidence } from './downloads.ts';
import { isCode, type Http } from './http.ts';
import { nextUpload, uploadNext } from './uploads.ts';

export interface Transfers {
  readonly wake: () => void;
  /** Evidence has arrived whose bytes may be fetched. */
  readonly wanted: (sha256: readonly string[]) => void;
  /** What could not be had before may be asked for again at once. */
  readonly anew: () => void;
  readonly stop: () => Promise<void>;
}

export interface TransfersOptions {
  readonly spine: Spine;
  readonly http: Http;
  readonly ready: () => boolean;
}

/** Files go and come beside the rows, one at a time each way, and never hold them up. */
export const createTransfers = ({ spine, http, ready }: TransfersOptions): Transfers => {
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let fetchWanted = true;
  let again = false;
  let stopped = false;
  const patience = createPatience(() => performance.now());

  const note = (error: unknown, what: string): void => {
    if (error instanceof AppError) spine.log.warn(what, { code: error.code });
    else spine.log.internal(error, what);
  };

  const fetchMissing = async (): Promise<void> => {
    fetchWanted = false;
    for (const sha256 of missingEvidence(spine)) {
      // What does not come now is asked for again: after the next pull, or when its turn has come.
      const attempt = ready() ? patience.begin(sha256) : null;
      if (attempt === null) {
        fetchWanted = true;
        continue;
      }
      try {
        await download(spine, http, sha256);
        attempt.came();
      } catch (error) {
        fetchWanted = true;
        // The rest waits too; `work` knows for how long.
        if (isCode(error, 'endpoint_busy')) throw error;
        note(error, 'sync.download');
        if (!(error instanceof AppError) || error.code === 'endpoint_unreachable') return;
        attempt.failed();
      }
    }
  };

  const work = async (): Promise<void> => {
    try {
      while (ready() && (await uploadNext(spine, http)));
      if (fetchWanted) await fetchMissing();
      tries = 0;
    } catch (error) {
      note(error, 'sync.transfer');
      if (stopped) return;
      clearTimeout(timer);
      timer = setTimeout(wake, pauseMs(error, tries));
      tries += 1;
    }
  };

  const wake = (): void => {
    if (running !== null) again = true;
    if (stopped || running !== null || !ready()) return;
    again = false;
    if (!fetchWanted && nextUpload(spine) === undefined) return;
    running = work().finally(() => {
      running = null;
      // What came while the last file was under way.
      if (again) wake();
    });
  };

  return {
    wake,
    wanted: (sha256) => {
      if (sha256.length === 0) return;
      fetchWanted = true;
      again = true;
    },
    anew: patience.forgetAll,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
};
