import type { Row } from '#shared/domain/entities/index.ts';
import { inOrder, nextSeq } from '../store/head.ts';
import { addSender, evidenceWith, rowOf } from '../store/rows.ts';
import type { StoredRow } from '../store/schema.ts';
import { actorOf, maySee } from '../sync/actor.ts';
import type { PushEnvironment } from '../sync/push.ts';
import type { UploadOwner } from './uploads.ts';

export interface Stored {
  readonly head: number;
  readonly scopes: readonly string[] | null;
}

/**
 * The endpoint holds the bytes now: the pending evidence with this hash that the sender may see, or has captured himself
 * before its ticket went to another's client, becomes `stored`, each row with a seq of its own. Others' rows stay pending until they send the bytes themselves: a hash is no proof of having
 * the file. Answers with the head and the clients of the rows, or null where none has changed.
 */
export const markStored = ({ store, now }: PushEnvironment, { user, sha256 }: UploadOwner): Promise<Stored | null> =>
  inOrder(store, async (tx, counters) => {
    const person = await rowOf(tx, 'user', user);
    const actor = person && person.deleted === 0 ? actorOf({ user, fields: person.fields }) : null;
    await addSender(tx, { sha256, user, at: new Date(now()).toISOString() });
    const isHis = (row: StoredRow): boolean => actor !== null && (maySee(actor, row.scope) || (JSON.parse(row.fields) as Row<'evidence'>).captured_by === user);
    const pending = (await evidenceWith(tx, [sha256])).filter((row) => row.upload === 'pending' && isHis(row));
    const stored = pending.map((row) => {
      const fields = { ...(JSON.parse(row.fields) as Record<string, unknown>), upload: 'stored' };
      return { ...row, fields: JSON.stringify(fields), upload: 'stored' as const, seq: nextSeq(counters) };
    });
    await tx.put({ table: 'entity_row', standing: 'replace' }, stored);
    if (stored.length === 0) return null;
    const scopes = stored.flatMap(({ scope }) => (scope === null ? [] : [scope]));
    return { head: counters.seq, scopes: scopes.length < stored.length ? null : scopes };
  });
