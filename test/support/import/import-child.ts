import { importDesk, mappingFile } from './desk.ts';

/** A process of its own that begins an import, says how far it is and is then killed by whoever started it: `import-child.ts DIR FILE`. */
const [dir, file] = process.argv.slice(2);
if (dir === undefined || file === undefined) throw new Error('DIR FILE');
const desk = importDesk(dir);
await desk.imports.handlers['import.start']({ path: file, mapping: mappingFile('uci-mapping'), skipRejected: false });
for (;;) {
  const [view] = await desk.imports.handlers['import.runs']({});
  process.stdout.write(`${view?.status ?? ''} ${view?.phase ?? ''} ${view?.done ?? 0}\n`);
  if (view?.status !== 'running') break;
  await new Promise((resolve) => setTimeout(resolve, 5));
}
