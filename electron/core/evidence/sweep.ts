import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { id as idShape } from '#shared/domain/primitives.ts';
import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { all, get, run, sql, write } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { draftFile, draftsDir, dropDraftFile, evidenceHeld, keepUnderHash } from './files.ts';
import { pngSize, type PictureSize } from './png.ts';

const sizeOf = (bytes: Uint8Array): PictureSize | null => {
  try {
    return pngSize(bytes);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
};

/** A draft's file without its row: the crash came between the two, or the database was set aside. It becomes a draft again unless it is attached already. */
const adopt = (spine: Spine, id: string): 'adopted' | 'dropped' | 'left' => {
  const file = draftFile(spine.dir, id);
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (get(spine.db, sql.selectFrom('evidence').select('id').where('sha256', '=', sha256).limit(1)) !== undefined) {
    if (!evidenceHeld(spine.dir, sha256)) keepUnderHash(spine.dir, id, sha256);
    dropDraftFile(spine.dir, id);
    return 'dropped';
  }
  const size = sizeOf(bytes);
  if (size === null) return 'left';
  const captured_at = instantAt(statSync(file).mtimeMs);
  write(spine.db, (tx) => run(tx, sql.insertInto('evidence_draft').values({ id, ticket: null, bytes: bytes.byteLength, ...size, captured_at })));
  return 'adopted';
};

/**
 * Mends, when the desk opens, what a crash left of the evidence: half-written files go, drafts whose file is gone go, and
 * pictures without a row are drafts again. Files under their hash are never touched: they may be all that is left of a
 * database that was set aside.
 */
export const sweepEvidence = (spine: Spine): void => {
  const folder = draftsDir(spine.dir);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) if (name.endsWith('.tmp')) rmSync(join(folder, name), { force: true });
  const held = new Set(names.filter((name) => name.endsWith('.png')).map((name) => name.slice(0, -'.png'.length)));
  const known = new Set(all(spine.db, sql.selectFrom('evidence_draft').select('id')).map((row) => row.id));
  const lost = [...known].filter((id) => !held.has(id));
  if (lost.length > 0) write(spine.db, (tx) => run(tx, sql.deleteFrom('evidence_draft').where('id', 'in', lost)));
  const outcomes = [...held].filter((id) => !known.has(id) && idShape.safeParse(id).success).map((id) => adopt(spine, id));
  const count = (what: string): number => outcomes.filter((outcome) => outcome === what).length;
  if (lost.length + outcomes.length > 0) spine.log.info('evidence.sweep', { lost: lost.length, adopted: count('adopted'), dropped: count('dropped'), left: count('left') });
};
