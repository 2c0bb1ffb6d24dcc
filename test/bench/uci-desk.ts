import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { capture } from '#build/command.ts';
import { projectRoot } from '#build/project.ts';

/** The real incident log, where it is beside the project or named by CARRIL_UCI_ZIP; it is not part of the repository. */
export const uciZip = (): string => {
  const file = process.env['CARRIL_UCI_ZIP'] ?? path.resolve(projectRoot, '..', 'shared', 'data', 'uci-incident-log', 'incident_event_log.zip');
  if (!existsSync(file)) throw new Error('The incident log is not here: name incident_event_log.zip (UCI 498) in CARRIL_UCI_ZIP.');
  return file;
};

export const uciMapping = (open: boolean): string => path.join(projectRoot, 'test', 'data', open ? 'uci-mapping-open.json' : 'uci-mapping.json');

/** A profile whose team desk holds the log's 24,918 tickets, all open. */
export const uciProfile = async (userData: string): Promise<void> => {
  const dir = path.join(userData, 'desks', 'team');
  await mkdir(dir, { recursive: true });
  const { code, output } = await capture(process.execPath, [path.join(projectRoot, 'electron/core/import/cli.ts'), uciZip(), '--mapping', uciMapping(true), '--data', dir]);
  if (code !== 0) throw new Error(output);
  await writeFile(path.join(userData, 'desk.json'), JSON.stringify({ kind: 'team' }));
};
