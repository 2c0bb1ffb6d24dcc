import { useState } from 'react';
import type { AppError } from '#shared/errors.ts';
import { asAppError } from '../../engine/use-query.ts';
import { showToast } from '../../stores/toasts.ts';

/** What a dialog does when it is sent: once at a time, closes where it went well, says what went wrong where it did not. */
export const useSaving = (onClose: () => void) => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  /** `work` answers with what is said of it. */
  const save = async (work: () => Promise<string>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      const text = await work();
      onClose();
      showToast({ text });
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, save } as const;
};
