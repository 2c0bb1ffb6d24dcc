import { all, build, get, run } from './query.ts';
import type { StoredIntakeForm } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

export const addForm = async (tx: WriteTx, form: StoredIntakeForm): Promise<void> => void (await run(tx, build.insertInto('intake_form').values(form)));

/** The form of a secret's hash, unless it was revoked. */
export const openForm = (tx: ReadTx, secretHash: string): Promise<StoredIntakeForm | undefined> =>
  get(tx, build.selectFrom('intake_form').selectAll().where('secret_sha256', '=', secretHash).where('revoked_at', 'is', null));

export const formWithId = (tx: ReadTx, id: string): Promise<StoredIntakeForm | undefined> => get(tx, build.selectFrom('intake_form').selectAll().where('id', '=', id));

/** The newest first, the revoked ones too. */
export const formsOf = (tx: ReadTx, client: string): Promise<readonly StoredIntakeForm[]> =>
  all(tx, build.selectFrom('intake_form').selectAll().where('client', '=', client).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(100));

export const revokeForm = async (tx: WriteTx, id: string, at: string): Promise<void> =>
  void (await run(tx, build.updateTable('intake_form').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null)));
