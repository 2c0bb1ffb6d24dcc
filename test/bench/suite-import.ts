import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { capture } from '#build/command.ts';
import { projectRoot } from '#build/project.ts';
import { countUciPlainly } from './plain-uci.ts';
import { measure, median, type Measure } from './measure.ts';
import { uciMapping, uciZip } from './uci-desk.ts';

/** The whole log through the command line, beside a plain loop that only reads, groups and counts the same file. */
export const measureImport = async (): Promise<readonly Measure[]> => {
  const file = uciZip();
  const seconds: number[] = [];
  const floors: number[] = [];
  let counted = '';
  for (let turn = 0; turn < 3; turn += 1) {
    const dir = await mkdtemp(path.join(tmpdir(), 'carril-bench-import-'));
    try {
      const started = performance.now();
      const { code, output } = await capture(process.execPath, [path.join(projectRoot, 'electron/core/import/cli.ts'), file, '--mapping', uciMapping(false), '--data', dir]);
      if (code !== 0) throw new Error(output);
      seconds.push((performance.now() - started) / 1000);
      counted = output;
      const floorStarted = performance.now();
      const plain = await countUciPlainly(file);
      floors.push((performance.now() - floorStarted) / 1000);
      for (const [severity, n] of Object.entries(plain.bySeverity)) {
        if (!output.includes(`${severity} ${n}`)) throw new Error(`the import counts ${severity} otherwise than ${n}:\n${counted}`);
      }
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  return [measure('import of 141,712 updates, 24,918 tickets', 's', median(seconds), median(floors), { atMost: 20 })];
};
