import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { userRoles } from '#shared/domain/enums.ts';
import { id } from '#shared/domain/primitives.ts';
import { AppError } from '#shared/errors.ts';
import { uuidAt } from '#shared/ids.ts';
import type { Clock } from './clock.ts';
import type { ReadDb } from './db/handles.ts';
import { getMeta } from './db/meta.ts';
import { openDatabase } from './db/open.ts';
import { openIdentity } from './identity.ts';
import type { Log } from './log.ts';
import type { Actor, Spine } from './spine.ts';

export interface SpineOptions extends Pick<Spine, 'announce' | 'wakeSync'> {
  readonly dir: string;
  readonly sqliteBinding: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** The signed-in person as meta `user` keeps it. */
export const sessionUser = z.object({ id, name: z.string(), email: z.string(), role: z.enum(userRoles) });
export type SessionUser = z.infer<typeof sessionUser>;

export const readSessionUser = (db: ReadDb): SessionUser | null => {
  const text = getMeta(db, 'user');
  return text === null ? null : sessionUser.parse(JSON.parse(text));
};

/** The desk's own id; it changes once the desk finds out that it is a copy of another. */
const deviceOf = (db: ReadDb): string => {
  const device = getMeta(db, 'device');
  if (device === null) throw new Error('a desk without an id');
  return device;
};

/** Opens the desk's database and builds what every part stands on. Errors: those of `openDatabase`. */
export const openSpine = ({ dir, sqliteBinding, clock, log, announce, wakeSync }: SpineOptions): Spine => {
  const db = openDatabase({ dir, sqliteBinding });
  const newId = (): string => uuidAt(clock.now(), randomBytes(16));
  const actor = (): Actor => {
    const user = readSessionUser(db);
    if (user === null) throw new AppError('signed_out');
    return { id: user.id, role: user.role };
  };
  const found = openIdentity(db, dir, newId);
  if (found === 'older' || found === 'copied') log.warn('desk.found', { as: found });
  return {
    dir,
    db,
    clock,
    log,
    actor,
    get deviceId() {
      return deviceOf(db);
    },
    copied: found === 'copied',
    newId,
    announce,
    wakeSync,
  };
};
