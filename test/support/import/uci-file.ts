import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uciForm } from './uci-form.ts';

export interface UciFile {
  /** What is imported. */
  readonly path: string;
  /** The CSV's text, for counting. */
  readonly csv: string;
  /** True for UCI's own file, false for one made in its form. */
  readonly real: boolean;
}

/** UCI's log: where CARRIL_UCI_ZIP says, or beside the project; else a file of its form, made in `dir`. */
export const uciFile = (dir: string, tickets = 3000): UciFile => {
  const beside = fileURLToPath(new URL('../../../../shared/data/uci-incident-log/incident_event_log.zip', import.meta.url));
  const zip = process.env['CARRIL_UCI_ZIP'] ?? beside;
  if (existsSync(zip)) return { path: zip, csv: execFileSync('unzip', ['-p', zip], { maxBuffer: 1024 ** 3 }).toString('utf8'), real: true };
  const path = join(dir, 'incident_event_log.csv');
  writeFileSync(path, uciForm(tickets));
  return { path, csv: readFileSync(path, 'utf8'), real: false };
};
