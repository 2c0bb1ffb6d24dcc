import { z } from 'zod';
import type { DeskCopy } from '../desk-files.ts';
import { id } from '../domain/primitives.ts';
import type { portMessage } from './channels.ts';
import { printDocument } from '../print/print-document.ts';
import { method } from './method.ts';
import type { WireError } from '../errors.ts';

export interface DeskState {
  /** `none`: first run. `failed`: the engine could not open the desk; `error` says why. `down`: it keeps stopping. */
  readonly status: 'none' | 'starting' | 'ready' | 'restarting' | 'down' | 'failed';
  readonly kind: 'demo' | 'team' | null;
  readonly error: WireError | null;
  /** Folder of the local copy, shown in error screens and *Ajustes*. */
  readonly folder: string | null;
}

/** The team's endpoint on this computer. */
export interface HostingState {
  readonly status: 'off' | 'starting' | 'on';
  /** Where other desks reach it, this machine's own address last. */
  readonly addresses: readonly string[];
  /** With which the first admin makes himself, while there is none. */
  readonly code: string | null;
  readonly folder: string;
  /** Why it could not start. */
  readonly failed: string | null;
}

export interface ShellInfo {
  readonly version: string;
  readonly electron: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly locale: 'es' | 'en';
  readonly zone: string;
}

export type CaptureOutcome = { readonly is: 'captured'; readonly draft: string } | { readonly is: 'cancelled' };

const nothing = z.object({});

/** Everything that a window can ask of the shell (main process). */
export const shellContract = {
  'shell.info': method<ShellInfo>()(nothing),
  'desk.state': method<DeskState>()(nothing),
  /** Starts the embedded endpoint and the demo desk; answers with where and how to sign in to it. */
  'desk.openDemo': method<{ address: string; email: string; password: string }>()(nothing),
  /** Opens (or makes) the team's desk; signing in is then `session.signIn` of the core. */
  'desk.openTeam': method<DeskState>()(nothing),
  /** Back to the first-run screen; nothing on disk is touched. */
  'desk.leave': method<DeskState>()(nothing),
  'desk.restart': method<DeskState>()(nothing),
  /** Sets the damaged or newer database aside (kept, renamed) and starts an empty copy that syncs again. */
  'desk.setAside': method<{ keptAt: string }>()(nothing),
  /** The whole copies of this desk's database, newest first. */
  'desk.copies': method<readonly DeskCopy[]>()(nothing),
  /** Sets the database aside as `desk.setAside` does, puts one of the copies in its place and starts the engine. */
  'desk.restoreCopy': method<{ keptAt: string }>()(z.object({ name: z.string().max(60) })),
  'desk.showFolder': method<Record<string, never>>()(nothing),
  'hosting.state': method<HostingState>()(nothing),
  /** Starts the team's endpoint as a process of its own, which lives on when the window closes. */
  'hosting.start': method<HostingState>()(nothing),
  'hosting.stop': method<HostingState>()(nothing),
  /** Asks for a folder and makes a backup in it; null where none was chosen. */
  'hosting.backup': method<{ folder: string | null; files: number; missing: number }>()(nothing),
  /** Region capture of the real screen: overlay, selection, picture to the core as a draft. `again` takes the last region at once, where there is one. */
  'capture.region': method<CaptureOutcome>()(z.object({ ticket: id.nullable(), label: z.string().max(120), again: z.boolean().default(false) })),
  'file.pickImport': method<{ path: string | null }>()(nothing),
  /** Asks where and writes it there, whole or not at all; null where no place was chosen. Errors: disk_full, file_unwritable. */
  'file.save': method<{ path: string | null }>()(z.object({ name: z.string().min(1).max(120), text: z.string().max(50_000_000) })),
  /** Prints a document as PDF; else as `file.save`. */
  'file.savePdf': method<{ path: string | null }>()(z.object({ name: z.string().min(1).max(120), document: printDocument })),
  'clipboard.write': method<Record<string, never>>()(z.object({ text: z.string().max(1_000_000) })),
  'app.quit': method<Record<string, never>>()(nothing),
  'window.setTheme': method<Record<string, never>>()(z.object({ theme: z.enum(['system', 'light', 'dark']) })),
  'app.menuLocale': method<Record<string, never>>()(z.object({ locale: z.enum(['es', 'en']) })),
} as const;
export type ShellContract = typeof shellContract;

/** What the preload puts on `window.carril`. Under forty lines; nothing else crosses. */
export interface Bridge {
  readonly invoke: (name: string, input: unknown) => Promise<unknown>;
  /** `desk`: ask `desk.state` again. `command`: the application menu chose a command of the registry. */
  readonly onShell: (listener: (event: { readonly type: 'desk' } | { readonly type: 'command'; readonly id: string }) => void) => void;
  /** Each time the engine (re)starts a fresh port arrives as a window message with the port transferred. */
  readonly requestPort: () => void;
  /** The real path of a dropped file. */
  readonly pathOf: (file: unknown) => string;
}

/** The window message that brings a port to the engine, with the desk's state: it is ready. */
export interface PortMessage {
  readonly type: typeof portMessage;
  readonly desk: DeskState;
}
