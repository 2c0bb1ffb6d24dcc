import { create } from 'zustand';
import { asAppError } from '../engine/use-query.ts';
import type { AppError } from '#shared/errors.ts';
import { useRouter } from './router.ts';

export interface ToastAction {
  readonly label: string;
  /** The key of the command that does the same. */
  readonly keys: string;
  readonly run: () => Promise<void>;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'danger';
  readonly detail: string | null;
  /** Offers to undo the last change. */
  readonly undo: boolean;
  /** Offers to do something about it. */
  readonly action: ToastAction | null;
  readonly error: AppError | null;
}

interface ToastStore {
  readonly toast: Toast | null;
  /** What the live region says; the counter makes a repeated text be read again. */
  readonly spoken: { readonly text: string; readonly turn: number };
}

export const useToasts = create<ToastStore>(() => ({ toast: null, spoken: { text: '', turn: 0 } }));

let next = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const STAY_MS = 6000;
const STAY_ERROR_MS = 12_000;

/** What is said and leads to another screen in one stroke is still to be read there. */
const SAME_STROKE_MS = 300;
let shownAt = 0;

const put = (toast: Toast): void => {
  clearTimeout(timer);
  shownAt = performance.now();
  useToasts.setState({ toast });
  timer = setTimeout(dismissToast, toast.error === null ? STAY_MS : STAY_ERROR_MS);
};

/** Says it to a screen reader alone. */
export const announce = (text: string): void => useToasts.setState((state) => ({ spoken: { text, turn: state.spoken.turn + 1 } }));

/** Shows one line for some seconds and reads it aloud. `spoken` replaces what is read. */
export const showToast = (given: { readonly text: string; readonly undo?: boolean; readonly action?: ToastAction; readonly detail?: string; readonly spoken?: string }): void => {
  next += 1;
  put({ id: next, text: given.text, tone: 'plain', detail: given.detail ?? null, undo: given.undo ?? false, action: given.action ?? null, error: null });
  announce(given.spoken ?? given.text);
};

/** Shows any failure: what happened, what to do, and the identifier of an internal one. */
export const showError = (error: unknown): void => {
  next += 1;
  put({ id: next, text: '', tone: 'danger', detail: null, undo: false, action: null, error: asAppError(error) });
};

export const dismissToast = (): void => {
  clearTimeout(timer);
  useToasts.setState({ toast: null });
};

/** What one screen has said does not lie over the next one's first lines. A failure stays until it was read. */
useRouter.subscribe((now, before) => {
  const { toast } = useToasts.getState();
  if (now.route !== before.route && toast !== null && toast.error === null && performance.now() - shownAt > SAME_STROKE_MS) dismissToast();
});
