import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'

/** The folder that holds package.json, wherever the command was started from. */
export const projectRoot: string = path.resolve(import.meta.dirname, '..')

/** `require.resolve` as seen from the project, for files inside dependencies. */
export const requireFromProject: NodeJS.Require = createRequire(path.join(projectRoot, 'package.json'))

/** Where big things that can be fetched again are kept, outside the checkout, so that checkouts share them. */
export function cacheFolder(env: Readonly<NodeJS.ProcessEnv> = process.env): string {
  const named = env['CARRIL_CACHE']
  if (named !== undefined && named !== '') return path.resolve(named)
  const base = env['XDG_CACHE_HOME'] ?? path.join(env['HOME'] ?? env['USERPROFILE'] ?? '.', '.cache')
  return path.join(base, 'carril')
}
