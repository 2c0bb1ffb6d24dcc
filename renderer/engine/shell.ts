import type { Call } from '#shared/contract/method.ts';
import type { Bridge, ShellContract } from '#shared/contract/shell.ts';
import { AppError, isErrorCode, type WireError } from '#shared/errors.ts';

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

const isAnswer = (value: unknown): value is Answer => typeof value === 'object' && value !== null && 'ok' in value;

const call: Call<ShellContract> = async (name, input) => {
  let answer: unknown;
  try {
    answer = await window.carril.invoke(name, input);
  } catch (error) {
    throw new AppError('internal', { method: name }, { cause: error });
  }
  if (!isAnswer(answer)) throw new AppError('internal', { method: name });
  if (answer.ok) return answer.value as never;
  const { code, details } = answer.error;
  throw new AppError(isErrorCode(code) ? code : 'internal', details);
};

/** The shell (windows, capture, files). Rejects with `AppError`. */
export const shell = {
  call,
  onEvent: (listener: Parameters<Bridge['onShell']>[0]): void => window.carril.onShell(listener),
  pathOf: (file: File): string => window.carril.pathOf(file),
};
