import path from 'node:path';
import process from 'node:process';
import { app, clipboard, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Handlers } from '../../shared/contract/method.ts';
import type { CaptureOutcome, ShellContract, ShellInfo } from '../../shared/contract/shell.ts';
import { AppError } from '../../shared/errors.ts';
import { writeAtomically } from './atomic-file.ts';
import type { CaptureRequest } from './capture/capture-region.ts';
import type { Desk } from './desk/desk.ts';
import type { Hosting } from './hosting/hosting.ts';
import type { Printer } from './print/printer.ts';
import type { Locale, Theme } from './windows/window-state.ts';

export interface ShellHandlerOptions {
  readonly desk: Desk;
  readonly hosting: Hosting;
  readonly printer: Printer;
  readonly capture: (request: CaptureRequest) => Promise<CaptureOutcome>;
  readonly window: () => BrowserWindow | null;
  readonly locale: () => Locale;
  readonly setLocale: (locale: Locale) => void;
  readonly setTheme: (theme: Theme) => void;
}

const backupTitle = { es: 'Carpeta para el respaldo', en: 'Folder for the backup' } as const;
const importTitle = { es: 'Importar tickets', en: 'Import tickets' } as const;
const importFilter = { es: 'CSV o ZIP', en: 'CSV or ZIP' } as const;

const platformOf = (): ShellInfo['platform'] => (process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux');

/** What a window may ask of the shell. */
export const shellHandlers = (options: ShellHandlerOptions): Handlers<ShellContract> => {
  const { desk, hosting } = options;
  const pickPath = async (wanted: OpenDialogOptions): Promise<string | null> => {
    const window = options.window();
    const picked = await (window === null ? dialog.showOpenDialog(wanted) : dialog.showOpenDialog(window, wanted));
    return picked.canceled ? null : (picked.filePaths[0] ?? null);
  };
  /** The name is the page's: only its last part counts, and the person sees where it goes. Nothing is made before there is a place for it. */
  const save = async (name: string, make: () => Promise<string | Uint8Array>): Promise<string | null> => {
    const wanted = { defaultPath: path.join(app.getPath('documents'), path.basename(name)) };
    const window = options.window();
    const picked = await (window === null ? dialog.showSaveDialog(wanted) : dialog.showSaveDialog(window, wanted));
    if (picked.canceled || picked.filePath === '') return null;
    const content = await make();
    try {
      writeAtomically(picked.filePath, content, 0o666);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
      throw new AppError('file_unwritable', { file: picked.filePath }, { cause: error });
    }
    return picked.filePath;
  };
  return {
    'shell.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      platform: platformOf(),
      locale: options.locale(),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    'desk.state': desk.state,
    'desk.openDemo': desk.openDemo,
    'desk.openTeam': desk.openTeam,
    'desk.leave': desk.leave,
    'desk.restart': desk.restart,
    'desk.setAside': desk.setAside,
    'desk.copies': desk.copies,
    'desk.restoreCopy': desk.restoreCopy,
    'desk.showFolder': async () => {
      const folder = desk.folder();
      if (folder === null) throw new AppError('not_found', { entity: 'desk' });
      const problem = await shell.openPath(folder);
      if (problem !== '') throw new AppError('file_unreadable', { file: folder });
      return {};
    },
    'hosting.state': hosting.state,
    'hosting.start': hosting.start,
    'hosting.stop': hosting.stop,
    'hosting.backup': async () => {
      const parent = await pickPath({ title: backupTitle[options.locale()], properties: ['openDirectory', 'createDirectory'] });
      return parent === null ? { folder: null, files: 0, missing: 0 } : hosting.backup(parent);
    },
    'capture.region': options.capture,
    'file.pickImport': async () => {
      const locale = options.locale();
      const wanted = {
        title: importTitle[locale],
        properties: ['openFile' as const],
        filters: [{ name: importFilter[locale], extensions: ['csv', 'zip'] }],
      };
      return { path: await pickPath(wanted) };
    },
    'file.save': async ({ name, text }) => ({ path: await save(name, () => Promise.resolve(text)) }),
    'file.savePdf': async ({ name, document }) => ({ path: await save(name, () => options.printer.pdf(document)) }),
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text);
      return {};
    },
    'app.quit': () => {
      // After the answer is on its way: a quit takes the window with it.
      setImmediate(() => app.quit());
      return {};
    },
    'window.setTheme': ({ theme }) => {
      options.setTheme(theme);
      return {};
    },
    'app.menuLocale': ({ locale }) => {
      options.setLocale(locale);
      return {};
    },
  };
};
