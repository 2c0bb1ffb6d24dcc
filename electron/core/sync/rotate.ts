import { AppError } from '#shared/errors.ts';
import { rotateResponse } from '#shared/sync/people.ts';
import { instantAt } from '../clock.ts';
import { write } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { Spine } from '../spine.ts';
import type { Http } from './http.ts';

/** How old a device's token becomes before it is exchanged. */
const rotateMs = 7 * 24 * 60 * 60_000;

/**
 * Asks for a new token now and then, and hands it to the shell, which has it on disk before the next start uses it. This run
 * goes on with the old one, which the endpoint takes until the new one is first used: whatever is lost on the way (the
 * answer, the write, the process), one that works is left. A failure is noted and tried again; nothing waits for it.
 */
export const rotateWhenDue = async (spine: Spine, http: Http, keep: (token: string) => void): Promise<void> => {
  const now = spine.clock.now();
  const note = (): void => write(spine.db, (tx) => setMeta(tx, 'token_at', instantAt(now)));
  const since = getMeta(spine.db, 'token_at');
  if (since === null) return note();
  const age = now - Date.parse(since);
  if (age >= 0 && age < rotateMs) return;
  try {
    const { token } = await http.json({ method: 'POST', path: '/v1/token/rotate', body: {} }, rotateResponse);
    keep(token);
    note();
  } catch (error) {
    if (error instanceof AppError) spine.log.warn('token.rotate', { code: error.code });
    else spine.log.internal(error, 'token.rotate');
  }
};
