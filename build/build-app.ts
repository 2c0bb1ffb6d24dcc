import process from 'node:process';
import { run } from './command.ts';
import { dependency, projectRoot } from './project.ts';

/** electron-vite's command line, to be run by Node. */
export const electronVite: string = dependency('electron-vite', 'bin', 'electron-vite.js');

/** Builds the app into `out/` and returns the build's exit code. */
export function buildApp(): Promise<number> {
  return run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: projectRoot });
}
