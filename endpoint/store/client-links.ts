import { all, build, get, run } from './query.ts';
import type { StoredClientLink } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

export const addLink = async (tx: WriteTx, link: StoredClientLink): Promise<void> => void (await run(tx, build.insertInto('client_link').values(link)));

/** The link of a secret's hash, if it is good at that instant. */
export const goodLink = (tx: ReadTx, secretHash: string, at: string): Promise<StoredClientLink | undefined> =>
  get(tx, build.selectFrom('client_link').selectAll().where('secret_sha256', '=', secretHash).where('revoked_at', 'is', null).where('expires_at', '>', at));

export const linkWithId = (tx: ReadTx, id: string): Promise<StoredClientLink | undefined> => get(tx, build.selectFrom('client_link').selectAll().where('id', '=', id));

/** The newest first; also those that are revoked or too old, so that it is seen what was given out. */
export const linksOf = (tx: ReadTx, ticket: string): Promise<readonly StoredClientLink[]> =>
  all(tx, build.selectFrom('client_link').selectAll().where('ticket', '=', ticket).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(100));

export const revokeLink = async (tx: WriteTx, id: string, at: string): Promise<void> =>
  void (await run(tx, build.updateTable('client_link').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null)));

/** False where the link's one question was answered already. */
export const markRated = async (tx: WriteTx, id: string, at: string): Promise<boolean> =>
  (await run(tx, build.updateTable('client_link').set({ rated_at: at }).where('id', '=', id).where('rated_at', 'is', null))) > 0;
