import { rmSync } from 'node:fs';
import { AppError } from '#shared/errors.ts';
import { statement, write, type ReadDb } from '../db/handles.ts';
import { instantAt } from '../clock.ts';
import { evidenceFile } from '../evidence/files.ts';
import type { Spine } from '../spine.ts';
import { chainOf } from './behind.ts';

/** How long letting go can be undone. */
export const undoMs = 10 * 60_000;

const columns = 'seq, op, grp, command, kind, entity, key, ticket, hlc, fields, base, at, code, details';

/**
 * Lets a refused command go, and with it the refused ones behind it, which could not be without it. Their effect was taken
 * back when they were refused. For a while it can be undone. Error: not_found.
 */
export const discardRefused = (spine: Spine, group: string): { groups: readonly string[] } => {
  const groups = write(spine.db, (tx) => {
    const chain = chainOf(tx, group);
    const at = instantAt(spine.clock.now());
    let moved = 0;
    for (const each of chain) {
      statement(tx, `INSERT INTO discarded_op (${columns}, discarded_at) SELECT ${columns}, ? FROM outbox WHERE grp = ? AND state = 'refused'`).run(at, each);
      moved += statement(tx, "DELETE FROM outbox WHERE grp = ? AND state = 'refused'").run(each).changes;
    }
    if (moved === 0) throw new AppError('not_found', { entity: 'outbox', key: group });
    return chain;
  });
  spine.announce(['sync']);
  return { groups };
};

/** Takes letting go back: the commands are refused again, as they were. Error: not_found, where it was too long ago. */
export const restoreDiscarded = (spine: Spine, groups: readonly string[]): { groups: readonly string[] } => {
  write(spine.db, (tx) => {
    let moved = 0;
    for (const group of groups) {
      statement(tx, `INSERT INTO outbox (${columns}, state) SELECT ${columns}, 'refused' FROM discarded_op WHERE grp = ?`).run(group);
      moved += statement(tx, 'DELETE FROM discarded_op WHERE grp = ?').run(group).changes;
    }
    if (moved === 0) throw new AppError('not_found', { entity: 'outbox', key: groups[0] ?? '' });
  });
  spine.announce(['sync']);
  return { groups };
};

/** Does anything but a command that is gone for good still name these bytes? */
const stillNamed = (db: ReadDb, sha256: string, op: string): boolean =>
  statement(db, 'SELECT 1 FROM evidence WHERE sha256 = ? LIMIT 1').get(sha256) !== undefined ||
  statement(db, "SELECT 1 FROM outbox WHERE entity = 'evidence' AND fields ->> '$.sha256' = ? LIMIT 1").get(sha256) !== undefined ||
  statement(db, "SELECT 1 FROM discarded_op WHERE entity = 'evidence' AND op <> ? AND fields ->> '$.sha256' = ? LIMIT 1").get(op, sha256) !== undefined;

/**
 * Ends what was let go long enough ago (`beforeMs`), and takes the files of such evidence from the disk where nothing else
 * names them; no other file is touched. The file goes first: a crash between brings this again, not a file that nobody knows of.
 */
export const purgeDiscarded = (spine: Spine, beforeMs: number): void => {
  const due = statement(spine.db, 'SELECT op, entity, fields FROM discarded_op WHERE discarded_at <= ? ORDER BY seq').all(instantAt(beforeMs)) as { op: string; entity: string; fields: string }[];
  for (const { op, entity, fields } of due) {
    const sha256 = entity === 'evidence' ? (JSON.parse(fields) as { readonly sha256: string }).sha256 : null;
    const gone = sha256 !== null && !stillNamed(spine.db, sha256, op);
    if (gone) rmSync(evidenceFile(spine.dir, sha256), { force: true });
    write(spine.db, (tx) => {
      if (gone) statement(tx, 'DELETE FROM blob_upload WHERE sha256 = ?').run(sha256);
      statement(tx, 'DELETE FROM discarded_op WHERE op = ?').run(op);
    });
  }
  if (due.length > 0) spine.log.info('sync.discarded', { ops: due.length });
};
