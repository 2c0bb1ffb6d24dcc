import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import type { Topic } from '#shared/contract/events.ts';
import { blobPath } from '#shared/sync/protocol.ts';
import { evidenceFile, evidenceHeld } from '../evidence/files.ts';
import { statement } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { chunksOf, isCode, type Http } from './http.ts';

/** Larger files come when somebody asks for them. */
const unaskedBytes = 8 * 1024 * 1024;

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

const keep = async (part: string, file: string): Promise<void> => {
  const handle = await open(part, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
};

const ticketsOf = (spine: Spine, sha256: string): readonly Topic[] =>
  (statement(spine.db, 'SELECT DISTINCT ticket FROM evidence WHERE sha256 = ? LIMIT 20').all(sha256) as { ticket: string }[]).map((row) => `ticket:${row.ticket}` as const);

const bring = async (spine: Spine, http: Http, sha256: string): Promise<void> => {
  const file = evidenceFile(spine.dir, sha256);
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const have = existsSync(part) ? statSync(part).size : 0;
  try {
    const answer = await http.raw({
      method: 'GET',
      path: `${blobPath}/sha256/${sha256}`,
      timeoutMs: 60_000,
      ...(have === 0 ? {} : { headers: { range: `bytes=${have}-` } }),
    });
    const whole = answer.status !== 206;
    await pipeline(chunksOf(answer), createWriteStream(part, { flags: whole ? 'w' : 'a' }));
  } catch (error) {
    if (isCode(error, 'endpoint_refused') && error.details['status'] === 404) throw new AppError('evidence_missing', { sha256 }, { cause: error });
    // Nothing is left to ask for: the part is whole, or wrong, which its hash tells.
    if (!(isCode(error, 'endpoint_refused') && error.details['status'] === 416)) throw error;
  }
  // Withdrawn while it came: its row is gone, and it must not come to stay.
  if (statement(spine.db, 'SELECT 1 FROM evidence WHERE sha256 = ? LIMIT 1').get(sha256) === undefined) {
    rmSync(part, { force: true });
    throw new AppError('evidence_missing', { sha256 });
  }
  if ((await hashOf(part)) !== sha256) {
    rmSync(part, { force: true });
    throw new AppError('evidence_damaged', { sha256 });
  }
  await keep(part, file);
  spine.announce(['evidence', ...ticketsOf(spine, sha256)]);
};

const underWay = new WeakMap<Spine, Map<string, Promise<void>>>();

/**
 * Brings the bytes of one evidence, from where it stopped, and keeps them only if they hash to their name. Who asks for
 * what is coming already waits for it: two writers would spoil the part. Errors: evidence_missing, evidence_damaged, those
 * of the network.
 */
export const download = (spine: Spine, http: Http, sha256: string): Promise<void> => {
  const mine = underWay.get(spine) ?? new Map<string, Promise<void>>();
  underWay.set(spine, mine);
  const running = mine.get(sha256) ?? bring(spine, http, sha256).finally(() => mine.delete(sha256));
  mine.set(sha256, running);
  return running;
};

/** Evidence that others attached and this desk does not hold yet, the newest first, small enough to come unasked. */
export const missingEvidence = (spine: Spine): readonly string[] =>
  (statement(spine.db, "SELECT DISTINCT sha256 FROM evidence WHERE upload = 'stored' AND bytes <= ? ORDER BY captured_at DESC LIMIT 500").all(unaskedBytes) as { sha256: string }[])
    .map((row) => row.sha256)
    .filter((sha256) => !evidenceHeld(spine.dir, sha256));
