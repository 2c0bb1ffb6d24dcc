import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { showToast } from '../../stores/toasts.ts';

export interface RunUndo {
  readonly begin: (run: string) => void;
  /** The run that is being undone from here. */
  readonly under: string | null;
  /** The last one that could not be undone, and why: told at the run itself. */
  readonly failed: { readonly run: string; readonly error: AppError } | null;
}

/** Undoes a run as a whole. */
export const useRunUndo = (): RunUndo => {
  const { t } = useTranslation();
  const [under, setUnder] = useState<string | null>(null);
  const [failed, setFailed] = useState<RunUndo['failed']>(null);
  const begin = (run: string): void => {
    setUnder(run);
    setFailed(null);
    core
      .call('import.undo', { run })
      .then(() => showToast({ text: t('importing.undone') }))
      .catch((error: unknown) => setFailed({ run, error: asAppError(error) }))
      .finally(() => setUnder(null));
  };
  return { begin, under, failed };
};
