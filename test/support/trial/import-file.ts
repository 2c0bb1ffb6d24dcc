import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportMapping } from '#shared/contract/import.ts';
import type { Scene } from './commands.ts';
import { askFile, deskFile } from './desk-file.ts';
import type { DeskParty } from './desk-party.ts';

const column = (name: string) => ({ from: 'column', column: name }) as const;

const mapping: ImportMapping = {
  ticketKey: 'key',
  orderBy: null,
  dateFormat: 'iso',
  tz: 'America/La_Paz',
  missing: [],
  fields: { title: column('title'), client: column('client'), channel: { from: 'value', value: 'phone' }, severity: column('severity'), received_at: column('at') },
  track: [],
};

/** Some tickets, each told once or twice, of clients that the desk may know. */
const fileOf = (pick: number, { text }: Scene): string => {
  const rows = Array.from({ length: 1 + (pick % 5) }, (_none, index) => {
    const client = ['Nogal', 'Prado', `Olmo ${pick % 3}`][(pick + index) % 3];
    const row = (severity: string): string => [`K-${pick}-${index}`, text(), client, severity, '2026-06-12T10:00:00.000Z'].join(',');
    return (pick + index) % 2 === 0 ? [row('S3'), row('S2')] : [row('S4')];
  });
  return ['key,title,client,severity,at', ...rows.flat(), ''].join('\n');
};

/**
 * Imports a file and waits, in real time, until the run has ended: the worker that reads it lives beside the virtual time.
 * Nothing moves in the network meanwhile.
 */
export const importFile = async (desk: DeskParty, pick: number, scene: Scene): Promise<void> => {
  const file = path.join(desk.dir(), '..', `import-${pick}.csv`);
  writeFileSync(file, fileOf(pick, scene));
  const { run } = await desk.call('import.start', { path: file, mapping, skipRejected: true });
  const running = (): boolean => askFile<{ status: string }>(deskFile(desk.dir()), 'SELECT status FROM import_run WHERE id = ?', run)[0]?.status === 'running';
  while (desk.up() && running()) await sleep(5);
  if (desk.up()) await desk.call('import.runs', {});
};
