import type { DeskParty } from './desk-party.ts';
import { askFile, deskFile } from './desk-file.ts';

/** An op of a command that was confirmed to the person. */
export interface PromisedOp {
  readonly desk: string;
  readonly command: string;
  readonly op: string;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: string;
  readonly key: string;
  readonly fields: string;
}

/** What the desks have confirmed, kept outside of them. */
export interface Ledger {
  /** Notes what a confirmed command has put into the outbox. Call it right after the answer. */
  readonly confirm: (desk: DeskParty) => void;
  readonly ops: readonly PromisedOp[];
}

export const createLedger = (): Ledger => {
  const ops: PromisedOp[] = [];
  const last = new Map<string, number>();
  const lastSeq = (desk: DeskParty): number => askFile<{ seq: number }>(deskFile(desk.dir()), "SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE name = 'outbox'")[0]?.seq ?? 0;
  return {
    ops,
    confirm: (desk) => {
      const since = last.get(desk.name) ?? 0;
      type Row = Omit<PromisedOp, 'desk'> & { readonly seq: number };
      const rows = askFile<Row>(deskFile(desk.dir()), 'SELECT seq, command, op, kind, entity, key, fields FROM outbox WHERE seq > ? ORDER BY seq', since);
      for (const { seq: _seq, ...row } of rows) ops.push({ desk: desk.name, ...row });
      last.set(desk.name, lastSeq(desk));
    },
  };
};
