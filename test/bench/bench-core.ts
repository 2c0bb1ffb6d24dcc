import path from 'node:path';
import { createCore, type Core } from '#core/index.ts';
import { systemClock } from '#core/clock.ts';
import { jsonLog } from '#core/log.ts';
import { projectRoot } from '#build/project.ts';

/** A desk's engine as the app runs it, without a window. */
export const benchCore = async (dir: string): Promise<{ readonly core: Core; readonly token: () => string }> => {
  let token = '';
  const core = await createCore({
    dir,
    sqliteBinding: null,
    token: null,
    onToken: (given) => {
      token = given ?? '';
    },
    clock: systemClock,
    fetch,
    log: jsonLog((line) => line.includes('"level":"error"') && process.stderr.write(`${line}\n`), () => systemClock.now()),
    version: 'bench',
    importWorker: path.join(projectRoot, 'electron/core/import/import-worker.ts'),
  });
  return { core, token: () => token };
};
