import type { DeskCopy } from '#shared/desk-files.ts';
import { AppError } from '#shared/errors.ts';
import { asAppError, databaseFile } from '../db/open.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { copiesIn, keepCopy } from './keep-copy.ts';

export interface Copies {
  readonly handlers: Part<'copy.make'>;
  /** Begins to keep one every twelve hours, the first a minute from now: never in the way of a start. */
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

const firstAfterMs = 60_000;
const lookEveryMs = 30 * 60_000;
const apartMs = 12 * 3_600_000;

/** Whole copies of the desk's database beside it, for the day when it is damaged. */
export const createCopies = (spine: Spine): Copies => {
  let stopped = false;
  let making: Promise<DeskCopy> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const make = (): Promise<DeskCopy> => {
    making ??= keepCopy(spine.db.raw, spine.dir, spine.clock.now(), () => stopped).finally(() => {
      making = null;
    });
    return making;
  };

  const look = async (): Promise<void> => {
    try {
      const [newest] = copiesIn(spine.dir);
      const age = newest === undefined ? Number.POSITIVE_INFINITY : spine.clock.now() - Date.parse(newest.at);
      if (age >= apartMs) await make();
    } catch (error) {
      const known = asAppError(error, databaseFile(spine.dir));
      if (known instanceof AppError) spine.log.warn('copy.failed', { code: known.code });
      else if (!stopped) spine.log.internal(error, 'copy');
    }
    if (!stopped) arm(lookEveryMs);
  };

  const arm = (ms: number): void => {
    timer = setTimeout(() => void look(), ms);
  };

  return {
    handlers: { 'copy.make': make },
    start: () => arm(firstAfterMs),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // Its failure is told to whoever asked for it.
      await making?.catch(() => undefined);
    },
  };
};
