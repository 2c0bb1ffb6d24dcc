import { randomBytes } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import { uuidAt } from '#shared/ids.ts';
import type { Clock } from './clock.ts';
import type { ReadDb } from './db/handles.ts';
import { getMeta } from './db/meta.ts';
import { openDatabase } from './db/open.ts';
import { openIdentity } from './identity.ts';
import type { Log } from './log.ts';
import { readSessionUser } from './session-view.ts';
import { everydayPortions, type Actor, type Portions, type Spine } from './spine.ts';

export interface SpineOptions extends Pick<Spine, 'announce' | 'wakeSync'> {
  readonly dir: string;
  readonly sqliteBinding: string | null;
  /** The desk's database, where somebody has it open already. */
  readonly db?: ReadDb;
  readonly clock: Clock;
  readonly log: Log;
  readonly portions?: Portions;
}

/** The desk's own id; it changes once the desk finds out that it is a copy of another. */
const deviceOf = (db: ReadDb): string => {
  const device = getMeta(db, 'device');
  if (device === null) throw new Error('a desk without an id');
  return device;
};

/** Opens the desk's database unless it is open and builds what every part stands on. Errors: those of `openDatabase`. */
export const openSpine = ({ dir, sqliteBinding, db = openDatabase({ dir, sqliteBinding }), clock, log, portions = everydayPortions, announce, wakeSync }: SpineOptions): Spine => {
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
    portions,
    newId,
    announce,
    wakeSync,
  };
};
