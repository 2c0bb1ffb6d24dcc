import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync, existsSync, openSync, fsyncSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { write, type ReadDb, type WriteDb } from './db/handles.ts';
import { getMeta, setMeta } from './db/meta.ts';

/**
 * Who this desk is, kept beside the database: a database that was copied elsewhere, or put back from an older copy, does
 * not agree with it. `n`: the next number of the count `inc`.
 */
const identityShape = z.object({ device: z.uuid(), secret: z.string().min(20), inc: z.int().positive(), n: z.int().positive() });
type Identity = z.infer<typeof identityShape>;

const fileIn = (dir: string): string => join(dir, 'device.json');
const sealOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 32);
const newSecret = (): string => randomBytes(24).toString('base64url');

/** `lost`: it is not there. `unreadable`: a power cut spoiled it. */
const readIdentity = (dir: string): Identity | 'lost' | 'unreadable' => {
  if (!existsSync(fileIn(dir))) return 'lost';
  try {
    const parsed = identityShape.safeParse(JSON.parse(readFileSync(fileIn(dir), 'utf8')));
    return parsed.success ? parsed.data : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    throw error;
  }
};

const keepIdentity = (dir: string, identity: Identity, durable: boolean): void => {
  const beside = `${fileIn(dir)}.new`;
  writeFileSync(beside, JSON.stringify(identity), { mode: 0o600 });
  if (durable) {
    const handle = openSync(beside, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }
  renameSync(beside, fileIn(dir));
};

/** How far a desk has numbered its ops: `n` is the next number of the count `inc`. */
export type Count = Pick<Identity, 'inc' | 'n'>;

const countOf = (db: ReadDb): Count => ({ inc: Number(getMeta(db, 'inc') ?? '1'), n: Number(getMeta(db, 'next_n') ?? '1') });

/**
 * Begins a new count. For an endpoint that no longer knows the old one (restored, or another epoch) and for a desk whose
 * numbers may have been used: the ops keep their ids, so that what has arrived is not done twice.
 */
export const renumber = (tx: WriteDb, above = 0): void => {
  setMeta(tx, 'inc', String(Math.max(countOf(tx).inc, above) + 1));
  setMeta(tx, 'next_n', '1');
  tx.raw.prepare("UPDATE outbox SET inc = NULL, n = NULL WHERE state = 'waiting'").run();
};

const become = (db: ReadDb, dir: string, device: string, secret: string, work: (tx: WriteDb) => void = () => undefined): void => {
  const count = write(db, (tx) => {
    work(tx);
    setMeta(tx, 'device', device);
    setMeta(tx, 'identity', sealOf(secret));
    if (getMeta(tx, 'inc') === null) setMeta(tx, 'inc', '1');
    return countOf(tx);
  });
  keepIdentity(dir, { device, secret, ...count }, true);
};

/** Another desk uses what this one was copied from: from here on this is a desk of its own, and has to be signed in. */
export const becomeAnother = (db: ReadDb, dir: string, newId: () => string): void => {
  become(db, dir, newId(), newSecret(), (tx) => {
    renumber(tx);
    setMeta(tx, 'authorised', '0');
  });
};

/** How a desk was found when it was opened. */
export type Found = 'new' | 'same' | 'older' | 'copied';

/** Tells whose database this is, and mends its count where the database is older than what was sent from it. */
export const openIdentity = (db: ReadDb, dir: string, newId: () => string): Found => {
  const device = getMeta(db, 'device');
  const seal = getMeta(db, 'identity');
  const file = readIdentity(dir);
  if (device === null && typeof file !== 'string') {
    // The database was set aside and a new one begun: still the same desk, whose numbers are used.
    become(db, dir, file.device, file.secret, (tx) => renumber(tx, file.inc));
    return 'older';
  }
  if (device === null || seal === null) {
    // Made just now, or by a version that kept no identity.
    become(db, dir, device ?? newId(), newSecret());
    return 'new';
  }
  if (file === 'unreadable') {
    become(db, dir, device, newSecret(), renumber);
    return 'older';
  }
  if (file === 'lost' || sealOf(file.secret) !== seal) {
    becomeAnother(db, dir, newId);
    return 'copied';
  }
  const { inc, n } = countOf(db);
  if (file.inc < inc || (file.inc === inc && file.n <= n)) return 'same';
  become(db, dir, device, file.secret, (tx) => renumber(tx, file.inc));
  return 'older';
};

/** Notes how far this desk has counted, before what it counted is sent. */
export const noteCount = (db: ReadDb, dir: string): Count => {
  const file = readIdentity(dir);
  const count = countOf(db);
  if (typeof file !== 'string') keepIdentity(dir, { ...file, ...count }, false);
  return count;
};
