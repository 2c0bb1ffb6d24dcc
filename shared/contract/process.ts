import type { WireError } from '../errors.ts';

/**
 * From main to the engine's process. An `open` and a `port` message each bring one MessagePort over which the core
 * contract is served; the first message on it is the `Opening`.
 */
export type ToCore =
  | {
      readonly type: 'open';
      /** Folder of the desk: database, evidence. */
      readonly dir: string;
      readonly secret: { readonly token: string | null };
      /** Path of better-sqlite3's binary, null for its own. */
      readonly sqliteBinding: string | null;
      readonly version: string;
    }
  | { readonly type: 'port' }
  | { readonly type: 'close' };

/** From the engine's process to main. `log` is one finished JSON line. */
export type FromCore =
  | { readonly type: 'ready' }
  | ({ readonly type: 'failed' } & WireError)
  | { readonly type: 'secret.set'; readonly token: string | null }
  | { readonly type: 'log'; readonly line: string };

/** From main to the embedded endpoint's process. Port 0: any free one. */
export type ToEndpoint =
  | { readonly type: 'start'; readonly dir: string; readonly port: number; readonly demo: boolean; readonly sqliteBinding: string | null }
  /** For the team, on every address of this machine. `elsewhere`: another port will do where this one is taken. */
  | { readonly type: 'host'; readonly dir: string; readonly port: number; readonly elsewhere: boolean; readonly sqliteBinding: string | null }
  | { readonly type: 'backup'; readonly dir: string; readonly target: string; readonly sqliteBinding: string | null }
  | { readonly type: 'stop' };

export type FromEndpoint =
  /** `code`: for the first admin, while there is none. */
  | { readonly type: 'hosting'; readonly port: number; readonly code: string | null }
  /** The first admin has made himself. */
  | { readonly type: 'admin' }
  | { readonly type: 'backed'; readonly files: number; readonly missing: number }
  | { readonly type: 'listening'; readonly address: string; readonly email: string; readonly password: string }
  | { readonly type: 'failed'; readonly code: string; readonly details?: Readonly<Record<string, unknown>> }
  | { readonly type: 'log'; readonly line: string };
