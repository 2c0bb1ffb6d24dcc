import { existsSync } from 'node:fs';
import { evidenceFile } from '#core/evidence/files.ts';
import { askFile, deskFile } from './desk-file.ts';
import type { DeskParty } from './desk-party.ts';

/** What still moves on a desk. */
export interface Unrest {
  readonly desk: string;
  readonly cursor: number;
  readonly signedIn: boolean;
  readonly waiting: readonly string[];
  readonly bases: number;
  readonly uploads: readonly string[];
  readonly missing: readonly string[];
}

export const unrestOf = (desk: DeskParty): Unrest => {
  const file = deskFile(desk.dir());
  const waiting = askFile<{ op: string }>(file, "SELECT command || ' ' || kind || ' ' || entity || ' n=' || coalesce(n, '-') || '/' || coalesce(inc, '-') AS op FROM outbox WHERE state = 'waiting' ORDER BY seq");
  const stored = askFile<{ sha256: string }>(file, "SELECT DISTINCT sha256 FROM evidence WHERE upload = 'stored' AND id NOT IN (SELECT key FROM forgotten)");
  return {
    desk: desk.name,
    cursor: Number(askFile<{ value: string }>(file, "SELECT value FROM meta WHERE key = 'cursor'")[0]?.value ?? '0'),
    signedIn: askFile<{ value: string }>(file, "SELECT value FROM meta WHERE key = 'authorised'")[0]?.value === '1',
    waiting: waiting.map((row) => row.op),
    bases: askFile<{ n: number }>(file, 'SELECT count(*) AS n FROM sync_base')[0]?.n ?? 0,
    uploads: askFile<{ text: string }>(file, "SELECT sha256 || ' ' || sent || '/' || bytes || ' tries ' || tries AS text FROM blob_upload").map((row) => row.text),
    missing: stored.map((row) => row.sha256).filter((sha256) => !existsSync(evidenceFile(desk.dir(), sha256))),
  };
};

export const isAtRest = (unrest: Unrest, head: number): boolean =>
  unrest.signedIn && unrest.cursor === head && unrest.waiting.length + unrest.bases + unrest.uploads.length + unrest.missing.length === 0;
