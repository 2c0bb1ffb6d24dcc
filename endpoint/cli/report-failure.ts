import { AppError } from '#shared/errors.ts';

/** Says on standard error what went wrong, and lets the process end with 1. */
export const reportFailure = (error: unknown): void => {
  if (error instanceof AppError) process.stderr.write(`${error.code} ${JSON.stringify(error.details)}\n`);
  else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
};
