import type { PushEnvironment } from '../sync/push.ts';
import { nextSeq } from '../sync/write-context.ts';
import type { UploadOwner } from './uploads.ts';

/**
 * The endpoint holds the bytes now: the pending evidence with this hash that the sender may see becomes `stored`, each
 * row with a seq of its own. Others' rows stay pending until they send the bytes themselves: a hash is no proof of having
 * the file. Answers with the head if rows changed, else null.
 */
export const markStored = ({ store, now }: PushEnvironment, { user, sha256 }: UploadOwner): number | null => {
  const row = store.rows.get('user', user);
  const clients = row && row.deleted === 0 ? (JSON.parse(row.fields) as { clients: readonly string[] | null }).clients : [];
  return store.head.write((counters) => {
    store.rows.addSender(sha256, user, new Date(now()).toISOString());
    const pending = store.rows.pendingEvidence(sha256, clients);
    for (const evidence of pending) {
      const fields = { ...(JSON.parse(evidence.fields) as Record<string, unknown>), upload: 'stored' };
      store.rows.update({ ...evidence, fields: JSON.stringify(fields), seq: nextSeq(counters) });
    }
    return pending.length === 0 ? null : counters.seq;
  });
};
