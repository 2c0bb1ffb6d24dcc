import type { ImportCounts, ImportInspection, ImportMapping, ImportPreview } from '#shared/contract/import.ts';
import type { Lane } from '#shared/domain/enums.ts';
import type { ErrorCode, ErrorDetails } from '#shared/errors.ts';
import type { SqlValue } from '../db/row-codec.ts';

/** A contract and the local dates on which it holds, both inclusive; null: for as long as nobody ends it. */
export interface KnownContract {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
}

/** A client that the desk knows, the keys of tickets imported for it before, and its contracts. */
export interface KnownClient {
  readonly id: string;
  readonly name: string;
  readonly refs: readonly string[];
  readonly contracts: readonly KnownContract[];
}

export interface RunFacts {
  readonly run: string;
  /** Instant of the run: what its events were recorded at. */
  readonly at: string;
  readonly atMs: number;
  readonly actor: string;
  readonly device: string;
  readonly skipRejected: boolean;
  /** The ranks between which a lane's new tickets go. */
  readonly ranks: Readonly<Record<Lane, { readonly after: string; readonly before: string }>>;
}

export type WorkerJob =
  | { readonly is: 'inspect'; readonly path: string; readonly tz: string }
  | { readonly is: 'preview'; readonly path: string; readonly mapping: ImportMapping; readonly known: readonly KnownClient[]; readonly atMs: number }
  | { readonly is: 'run'; readonly path: string; readonly mapping: ImportMapping; readonly known: readonly KnownClient[]; readonly facts: RunFacts };

/** One op with the row that it makes. `values`: columns in the order of the row codec, without id and stamps. */
export interface NewRow {
  readonly id: string;
  readonly op: string;
  readonly values: readonly SqlValue[];
  /** The op's fields, as JSON. */
  readonly fields: string;
}

export interface NewTicket extends NewRow {
  readonly group: string;
  readonly events: readonly NewRow[];
}

export interface NewClient extends NewRow {
  readonly group: string;
}

export type FromWorker =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'inspection'; readonly value: ImportInspection }
  | { readonly type: 'preview'; readonly value: ImportPreview }
  /** The file is read: what is about to be written. */
  | { readonly type: 'read'; readonly counts: ImportCounts; readonly clients: readonly NewClient[] }
  | { readonly type: 'chunk'; readonly tickets: readonly NewTicket[] }
  | { readonly type: 'end' }
  /** The thread could not be given a lower priority. */
  | { readonly type: 'hurried'; readonly code: string }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly type: 'broken'; readonly name: string; readonly stack: string };

/** Asks for one more chunk. */
export interface ToWorker {
  readonly type: 'more';
}
