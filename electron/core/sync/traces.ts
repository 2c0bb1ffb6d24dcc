import { rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseName } from '#shared/desk-files.ts';
import { entityNames } from '#shared/domain/entities/index.ts';
import { AppError } from '#shared/errors.ts';
import { copiesIn, dropCopiesBefore, keepCopy } from '../copies/keep-copy.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { asAppError, databaseFile } from '../db/open.ts';
import type { Spine } from '../spine.ts';

/** The row is not here, and is not merely hidden by a change that waits. */
const isGone = (entity: string, key: string): string =>
  `(NOT EXISTS (SELECT 1 FROM "${entity}" WHERE id = ${key}) AND NOT EXISTS (SELECT 1 FROM sync_base WHERE sync_base.entity = '${entity}' AND sync_base.key = ${key}))`;

/** What could be undone of these rows tells of them too, and so does what mentions them. */
export const forgetMentions = (tx: WriteDb, keys: readonly string[]): void => {
  statement(tx, 'DELETE FROM undo_entry WHERE EXISTS (SELECT 1 FROM json_each(?) WHERE instr(undo_entry.steps, value) > 0)').run(JSON.stringify(keys));
};

/** An end has no text, and is needed again where its row was not made here; with the op that made it, it is needed no more. */
const isLoneEnd = "(kind = 'delete' AND NOT EXISTS (SELECT 1 FROM sent_log AS made WHERE made.entity = sent_log.entity AND made.key = sent_log.key AND made.kind = 'insert'))";

const unsee = "UPDATE outbox SET fields = json_set(fields, '$.payload.from', NULL)";
/** An event of the log whose ticket has gone, and that says what stood there before. */
const tellsOfGone = `entity = 'ticket_event' AND fields ->> '$.payload.from' IS NOT NULL AND ${isGone('ticket', 'outbox.ticket')}`;

/**
 * Lets go of what is kept beside the rows and tells of rows that are not here any more: what this desk has sent, what it
 * keeps for a newer version, what could be undone, and what others had written where a change was refused. What this person
 * wrote himself and was refused stays, to be seen and taken along. `granted` null: all clients. At rest only.
 */
export const forgetTraces = (tx: WriteDb, granted: readonly string[] | null): void => {
  statement(tx, `DELETE FROM sent_log WHERE ticket IS NOT NULL AND ${isGone('ticket', 'sent_log.ticket')} AND NOT ${isLoneEnd}`).run();
  statement(tx, `DELETE FROM undo_entry WHERE ticket IS NOT NULL AND ${isGone('ticket', 'undo_entry.ticket')} AND NOT EXISTS (SELECT 1 FROM json_each(steps) WHERE value ->> 'key' = undo_entry.ticket AND value ->> 'is' <> 'patch')`).run();
  const stands = "UPDATE outbox SET details = json_remove(details, '$.stands') WHERE state = 'refused' AND details ->> '$.stands' IS NOT NULL AND";
  statement(tx, `${stands} ticket IS NOT NULL AND ${isGone('ticket', 'outbox.ticket')}`).run();
  statement(tx, `${unsee} WHERE state = 'refused' AND ${tellsOfGone}`).run();
  // What a change that still waits has seen of the row, for a comparison that will not come: it is going to be refused.
  statement(tx, `UPDATE outbox SET was = NULL WHERE was IS NOT NULL AND ticket IS NOT NULL AND ${isGone('ticket', 'outbox.ticket')}`).run();
  for (const entity of entityNames) {
    statement(tx, `DELETE FROM sent_log WHERE ticket IS NULL AND entity = '${entity}' AND ${isGone(entity, 'sent_log.key')} AND NOT ${isLoneEnd}`).run();
    statement(tx, `DELETE FROM unknown_part WHERE entity = '${entity}' AND ${isGone(entity, 'unknown_part.key')}`).run();
    statement(tx, `${stands} ticket IS NULL AND entity = '${entity}' AND ${isGone(entity, 'outbox.key')}`).run();
  }
  if (granted !== null) statement(tx, 'DELETE FROM unknown_part WHERE scope IS NOT NULL AND scope NOT IN (SELECT value FROM json_each(?))').run(JSON.stringify(granted));
};

/** What was deleted must not be found in the file either. */
export const demandScrub = (tx: WriteDb): void => setMeta(tx, 'scrub', '1');

/** Of a change that is refused only after its ticket has gone: what others had written there and it had seen goes too. */
export const forgetSeen = (tx: WriteDb, seq: number, hadSeen: boolean): void => {
  const { changes } = statement(tx, `${unsee} WHERE seq = ? AND ${tellsOfGone}`).run(seq);
  const gone = hadSeen && statement(tx, `SELECT 1 FROM outbox WHERE seq = ? AND ticket IS NOT NULL AND ${isGone('ticket', 'outbox.ticket')}`).get(seq) !== undefined;
  if (changes > 0 || gone) demandScrub(tx);
};

const needsScrub = (db: ReadDb): boolean => getMeta(db, 'scrub') !== null;

/** Builds the file anew without what was deleted, and empties the log. False: another connection is at work on it. */
const rebuild = ({ raw }: ReadDb): boolean => {
  // The index keeps the words of what was deleted until its parts are merged.
  raw.exec("INSERT INTO ticket_text (ticket_text) VALUES ('optimize')");
  // Beside the database's own copy in memory there would be one of the whole file.
  raw.pragma('temp_store = FILE');
  try {
    raw.exec('VACUUM');
  } finally {
    raw.pragma('temp_store = MEMORY');
  }
  const [log] = raw.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
  return log?.busy === 0;
};

/**
 * Once rows of a withdrawn client (or of the person before) have gone: takes their text out of the database's free pages,
 * its log and the search index, and out of the copies that were kept before, in whose place one of now is kept. The database
 * is held while it is built anew: the longer the more it holds, but rarely. What prevents it is noted, and it is tried again
 * with the next cycle, also after a crash.
 */
export const scrub = async (spine: Spine, stopped: () => boolean): Promise<void> => {
  if (!needsScrub(spine.db)) return;
  try {
    if (!rebuild(spine.db)) return;
    if (copiesIn(spine.dir).length > 0) dropCopiesBefore(spine.dir, (await keepCopy(spine.db.raw, spine.dir, spine.clock.now(), stopped)).name);
    for (const file of readdirSync(spine.dir)) if (file.startsWith(`${databaseName}.before-`)) rmSync(join(spine.dir, file), { force: true });
    write(spine.db, (tx) => setMeta(tx, 'scrub', null));
    spine.log.info('sync.scrubbed', {});
  } catch (error) {
    const known = asAppError(error, databaseFile(spine.dir));
    if (known instanceof AppError) spine.log.warn('sync.scrub', { code: known.code });
    else if (!stopped()) spine.log.internal(error, 'sync.scrub');
  }
};
