import { z } from 'zod';
import { importTargets } from './import-targets.ts';

export type { ImportTarget } from './import-targets.ts';

/**
 * Where a ticket field comes from. `values` translates what the column says into what Carril says (exact match after
 * trimming); a value that it does not list is taken as it is and must then be valid.
 */
export const importSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('column'), column: z.string(), values: z.record(z.string(), z.string()).optional(), fallback: z.string().optional() }),
  z.object({ from: z.literal('value'), value: z.string() }),
  /** `{category} · {subcategory}`: columns in braces. */
  z.object({ from: z.literal('template'), template: z.string() }),
]);
export type ImportSource = z.infer<typeof importSource>;

export const importMapping = z.object({
  /** The column that identifies the ticket: rows with the same value are updates of one ticket. */
  ticketKey: z.string(),
  /** The column that orders a ticket's updates; null: the file's order. Equal values keep the file's order. */
  orderBy: z.string().nullable(),
  /** How times are written. `D/M/YYYY HH:mm` needs no leading zeros. */
  dateFormat: z.enum(['iso', 'D/M/YYYY HH:mm', 'M/D/YYYY HH:mm', 'YYYY-MM-DD HH:mm']),
  /** IANA zone in which times without one are read. */
  tz: z.string(),
  /** Texts that mean «nothing». */
  missing: z.array(z.string()),
  fields: z.partialRecord(z.enum(importTargets), importSource),
  /** Further columns whose changes between a ticket's updates become `field_changed` events. Severity and state always do. */
  track: z.array(z.string()),
});
export type ImportMapping = z.infer<typeof importMapping>;

export interface ImportColumn {
  readonly name: string;
  readonly samples: readonly string[];
  readonly filled: number;
}

export interface ImportInspection {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly entry: string | null;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly rowsSampled: number;
  readonly columns: readonly ImportColumn[];
  readonly guess: ImportMapping;
}

export interface RejectedLine {
  /** Line in the file, 1 is the header. */
  readonly line: number;
  readonly key: string;
  readonly problems: readonly { readonly target: string; readonly column: string | null; readonly code: 'missing' | 'not_a_choice' | 'not_a_time' | 'too_long' | 'columns' ; readonly value: string }[];
}

export interface ImportCounts {
  readonly rows: number;
  readonly tickets: number;
  readonly events: number;
  readonly clients: number;
  readonly rejectedLines: number;
  readonly bySeverity: Readonly<Record<'S1' | 'S2' | 'S3' | 'S4' | 'none', number>>;
  readonly byState: Readonly<Record<string, number>>;
  /** Tickets whose key was imported before: left as they are. */
  readonly alreadyThere: number;
}

export interface ImportPreview {
  readonly counts: ImportCounts;
  readonly rejected: readonly RejectedLine[];
  readonly sample: readonly { readonly key: string; readonly title: string; readonly client: string; readonly severity: string | null; readonly state: string; readonly receivedAt: string; readonly events: number }[];
}

export interface ImportRunView {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled' | 'undone' | 'undoing';
  readonly phase: 'reading' | 'writing' | 'finishing' | null;
  /** Of `total` units (bytes while reading, tickets while writing). */
  readonly done: number;
  readonly total: number;
  readonly counts: ImportCounts | null;
  readonly error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null;
  readonly undoable: boolean;
}
