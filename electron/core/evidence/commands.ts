import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { EvidenceDraft } from '#shared/contract/views.ts';
import { AppError } from '#shared/errors.ts';
import { commit } from '../change/change.ts';
import { get, run, sql, write, type ReadDb } from '../db/handles.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { draftView } from './draft-view.ts';
import { draftFile, dropDraftFile, keepUnderHash, writeWhole } from './files.ts';
import { pngSize } from './png.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

const needTicket = (db: ReadDb, ticket: string): void => {
  if (get(db, sql.selectFrom('ticket').select('id').where('id', '=', ticket)) === undefined) throw new AppError('not_found', { entity: 'ticket', key: ticket });
};

/** The file first, whole and on disk, then its row: a crash between leaves a picture that the sweep finds, never a row without one. */
const stage = (spine: Spine, { png, ticket, captured_at }: Input<'evidence.stage'>): EvidenceDraft => {
  const size = pngSize(png);
  if (ticket !== null) needTicket(spine.db, ticket);
  const id = spine.newId();
  writeWhole(draftFile(spine.dir, id), png);
  try {
    write(spine.db, (tx) => run(tx, sql.insertInto('evidence_draft').values({ id, ticket, bytes: png.byteLength, ...size, captured_at })));
  } catch (error) {
    dropDraftFile(spine.dir, id);
    throw error;
  }
  spine.announce(['evidence']);
  return draftView(spine.db, id);
};

const saveDraft = (spine: Spine, { id, note, stage: when, visibility, ticket }: Input<'evidence.saveDraft'>): EvidenceDraft => {
  if (ticket !== undefined && ticket !== null) needTicket(spine.db, ticket);
  const fields = {
    ...(note === undefined ? {} : { note }),
    ...(when === undefined ? {} : { stage: when }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(ticket === undefined ? {} : { ticket }),
  };
  draftView(spine.db, id);
  if (Object.keys(fields).length > 0) write(spine.db, (tx) => run(tx, sql.updateTable('evidence_draft').set(fields).where('id', '=', id)));
  spine.announce(['evidence']);
  return draftView(spine.db, id);
};

/**
 * 1. The bytes get their final name beside the draft's. 2. One transaction: the evidence with its op, the upload, the
 * draft's row gone. 3. The draft's file goes. A crash before 2 leaves the draft as it was; after 2, a file that the sweep
 * takes away. At no point do the bytes have no name.
 */
const attach = (spine: Spine, input: Input<'evidence.attach'>): { id: string; sha256: string } => {
  const draft = draftView(spine.db, input.draft);
  needTicket(spine.db, input.ticket);
  const file = draftFile(spine.dir, draft.id);
  if (!existsSync(file)) throw new AppError('evidence_missing', { draft: draft.id });
  const bytes = readFileSync(file);
  const { width, height } = pngSize(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  keepUnderHash(spine.dir, draft.id, sha256);
  const id = commit(spine, { command: 'evidence.attach', ticket: input.ticket, undo: 'no' }, (change) => {
    const made = change.fact('evidence', {
      ticket: input.ticket,
      kind: 'screenshot',
      stage: input.stage,
      visibility: input.visibility,
      sha256,
      bytes: bytes.byteLength,
      mime: 'image/png',
      width,
      height,
      captured_at: draft.capturedAt,
      captured_by: change.actor.id,
      redacted: false,
      note: input.note,
      upload: 'pending',
    });
    run(
      change.tx,
      sql
        .insertInto('blob_upload')
        .values({ sha256, bytes: bytes.byteLength, mime: 'image/png', url: null, at: change.at })
        .onConflict((on) => on.doNothing()),
    );
    run(change.tx, sql.deleteFrom('evidence_draft').where('id', '=', draft.id));
    return made;
  });
  dropDraftFile(spine.dir, draft.id);
  return { id, sha256 };
};

/** The file first: a crash between leaves a row without a picture, which the sweep takes away; the other way round it would come back. */
const discard = (spine: Spine, { draft }: Input<'evidence.discard'>): { id: string } => {
  draftView(spine.db, draft);
  dropDraftFile(spine.dir, draft);
  write(spine.db, (tx) => run(tx, sql.deleteFrom('evidence_draft').where('id', '=', draft)));
  spine.announce(['evidence']);
  return { id: draft };
};

export const evidenceCommands = (spine: Spine): Part<'evidence.stage' | 'evidence.saveDraft' | 'evidence.attach' | 'evidence.discard'> => ({
  'evidence.stage': (input) => stage(spine, input),
  'evidence.saveDraft': (input) => saveDraft(spine, input),
  'evidence.attach': (input) => attach(spine, input),
  'evidence.discard': (input) => discard(spine, input),
});
