import type { Sqlite } from './open.ts';
import { prepareAccounts, type Accounts } from './accounts.ts';
import { prepareHead, type Head } from './head.ts';
import { readMeta, type Meta } from './meta.ts';
import { prepareReceipts, type Receipts } from './receipts.ts';
import { prepareRows, type Rows } from './rows.ts';

/** All statements of the endpoint over its one connection. Everything runs synchronously. */
export interface Store {
  readonly db: Sqlite;
  readonly meta: Meta;
  readonly head: Head;
  readonly rows: Rows;
  readonly receipts: Receipts;
  readonly accounts: Accounts;
}

export const createStore = (db: Sqlite, newId: () => string): Store => ({
  db,
  meta: readMeta(db, newId),
  head: prepareHead(db),
  rows: prepareRows(db),
  receipts: prepareReceipts(db),
  accounts: prepareAccounts(db),
});
