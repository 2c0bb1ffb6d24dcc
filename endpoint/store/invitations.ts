import { all, build, get, run } from './query.ts';
import type { StoredInvitation } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

export const addInvitation = async (tx: WriteTx, invitation: StoredInvitation): Promise<void> => void (await run(tx, build.insertInto('invitation').values(invitation)));

export const invitationWith = (tx: ReadTx, codeHash: string): Promise<StoredInvitation | undefined> =>
  get(tx, build.selectFrom('invitation').selectAll().where('code_sha256', '=', codeHash));

/** Those that nobody has used or taken back, the newest first; expired ones too. */
export const waitingInvitations = (tx: ReadTx): Promise<readonly StoredInvitation[]> =>
  all(tx, build.selectFrom('invitation').selectAll().where('used_at', 'is', null).where('revoked_at', 'is', null).orderBy('created_at', 'desc').orderBy('id'));

export const markUsed = async (tx: WriteTx, id: string, user: string, at: string): Promise<void> =>
  void (await run(tx, build.updateTable('invitation').set({ used_at: at, used_by: user }).where('id', '=', id)));

/** Whether there was one to take back. */
export const revokeInvitation = async (tx: WriteTx, id: string, at: string): Promise<boolean> =>
  (await run(tx, build.updateTable('invitation').set({ revoked_at: at }).where('id', '=', id).where('used_at', 'is', null).where('revoked_at', 'is', null))) > 0;
