import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { packageConfig } from '../electron-builder.config.ts';
import { buildApp } from './build-app.ts';
import { runEntry, say } from './console.ts';
import { checkMachine } from './machine.ts';
import { projectRoot } from './project.ts';

/**
 * `npm run pack`: an unpacked package in `release/`, or this system's installers with `-- --installers`.
 * `--as-built` packs `out/` as it is; `--output` names another folder.
 */
await runEntry(async () => {
  const { values } = parseArgs({
    options: {
      installers: { type: 'boolean', default: false },
      'as-built': { type: 'boolean', default: false },
      output: { type: 'string', default: path.join(projectRoot, 'release') },
    },
  });
  const runtime = await checkMachine();
  const built = values['as-built'] ? 0 : await buildApp();
  if (built !== 0) return built;
  if (runtime.source === 'registry') {
    say(`Packing Electron ${runtime.version} from the npm registry: good for trying the package, not for handing it out.`);
  }
  const output = path.resolve(values.output);
  await build({
    projectDir: projectRoot,
    targets: Platform.current().createTarget(values.installers ? null : 'dir'),
    config: packageConfig(runtime, output),
    publish: 'never',
  });
  say(`The package is in ${output}`);
  return 0;
});
