import path from 'node:path';
import process from 'node:process';

/** The folder that holds package.json, wherever the command was started from. */
export const projectRoot: string = path.resolve(import.meta.dirname, '..');

/** A dependency's folder, or a file in it. Not by `require.resolve`: packages export only what is to be imported. */
export function dependency(name: string, ...inside: readonly string[]): string {
  return path.join(projectRoot, 'node_modules', name, ...inside);
}

/** Where big things that can be fetched again are kept, outside the checkout, so that checkouts share them. */
export function cacheFolder(env: Readonly<NodeJS.ProcessEnv> = process.env): string {
  const named = env['CARRIL_CACHE'];
  if (named !== undefined && named !== '') return path.resolve(named);
  const base = env['XDG_CACHE_HOME'] ?? path.join(env['HOME'] ?? env['USERPROFILE'] ?? '.', '.cache');
  return path.join(base, 'carril');
}
