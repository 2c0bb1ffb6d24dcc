import { useState } from 'react';
import type { AppError } from '#shared/errors.ts';
import { asAppError } from '../../engine/use-query.ts';
import { shell } from '../../engine/shell.ts';
import { refreshDesk } from '../../stores/desk.ts';
import { enter } from '../../stores/entry.ts';

export interface Entering {
  readonly busy: boolean;
  readonly error: AppError | null;
  /** Opens the team's desk and runs `work` on it, while the first run stays on screen. Answers with whether it went well. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>;
}

/** What the ways into a team have in common. */
export const useEntering = (): Entering => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const run = async (work: () => Promise<void>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setError(null);
    try {
      await enter(async () => {
        await shell.call('desk.openTeam', {});
        await work();
        await refreshDesk();
      });
      return true;
    } catch (failure) {
      setError(asAppError(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
};
