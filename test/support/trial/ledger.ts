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
  /** The desk begins from another profile: what that holds was promised by the desk that it was taken from. */
  readonly beginAnew: (desk: DeskParty) => void;
  readonly ops: readonly PromisedOp[];
}

export const createLedger = (): Ledger => {
  const ops: PromisedOp[] = [];
  const last = new Map<string, number>();
  const known = new Set<string>();
  const lastSeq = (desk: DeskParty): number => askFile<{ seq: number }>(deskFile(desk.dir()), "SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE name = 'outbox'")[0]?.seq ?? 0;
  return {
    ops,
    beginAnew: (desk) => void last.set(desk.name, lastSeq(desk)),
    confirm: (desk) => {
      const since = last.get(desk.name) ?? 0;
      type Row = Omit<PromisedOp, 'desk'> & { readonly seq: number };
      const rows = askFile<Row>(deskFile(desk.dir()), 'SELECT seq, command, op, kind, entity, key, fields FROM outbox WHERE seq > ? AND held IS NULL ORDER BY seq', since);
      for (const { seq: _seq, ...row } of rows) {
        if (known.has(row.op)) continue;
        known.add(row.op);
        ops.push({ desk: desk.name, ...row });
      }
      // What an import holds back is not promised before it is let go.
      const held = askFile<{ seq: number | null }>(deskFile(desk.dir()), 'SELECT min(seq) AS seq FROM outbox WHERE held IS NOT NULL')[0]?.seq;
      last.set(desk.name, held == null ? lastSeq(desk) : held - 1);
    },
  };
};
