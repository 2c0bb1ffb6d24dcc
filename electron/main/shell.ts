import { existsSync } from 'node:fs';
import process from 'node:process';
import { app, Menu, nativeTheme, powerMonitor, session, type BrowserWindow } from 'electron';
import { shellChannel } from '../../shared/contract/channels.ts';
import { AppError } from '../../shared/errors.ts';
import { readIfThere, writeAtomically } from './atomic-file.ts';
import { regionCapture } from './capture/capture-region.ts';
import { createOverlays } from './capture/overlay-windows.ts';
import { createDesk } from './desk/desk.ts';
import { denyNetwork } from './guards/network.ts';
import { denyPermissions } from './guards/permissions.ts';
import { hostFiles } from './hosting/host-files.ts';
import { hostArguments } from './hosting/host-launch.ts';
import { createHosting } from './hosting/hosting.ts';
import { listen } from './ipc.ts';
import type { ShellLog } from './log.ts';
import { menuTemplate } from './menu.ts';
import * as paths from './paths.ts';
import { createPrinter } from './print/printer.ts';
import { relaxPolicyFor, serveScheme } from './scheme/serve.ts';
import { shellHandlers } from './shell-handlers.ts';
import { openMainWindow } from './windows/main-window.ts';
import { firstState, parseWindowState, type Locale, type WindowState } from './windows/window-state.ts';

const systemLocale = (): Locale => (app.getLocale().toLowerCase().startsWith('en') ? 'en' : 'es');

/** What is remembered of the window, on disk at each change. */
const windowMemory = (log: ShellLog) => {
  let state: WindowState = firstState;
  try {
    const saved = readIfThere(paths.windowFile());
    if (saved !== null) state = parseWindowState(saved.toString('utf8'));
  } catch (error) {
    log.internal(error, 'window.remembered');
  }
  return {
    get: (): WindowState => state,
    change: (change: Partial<WindowState>): void => {
      const next = { ...state, ...change };
      if (JSON.stringify(next) === JSON.stringify(state)) return;
      state = next;
      try {
        writeAtomically(paths.windowFile(), JSON.stringify(state));
      } catch (error) {
        // The place of a window is not worth an interruption.
        log.internal(error, 'window.remember');
      }
    },
  };
};

/** Wires the shell together: scheme, guards, desk, window, menu, messages, and a tidy end. Call it once the app is ready. */
export const startShell = (log: ShellLog): void => {
  const development = paths.developmentUrl();
  const devTools = paths.devToolsAllowed();
  const memory = windowMemory(log);
  let window: BrowserWindow | null = null;
  nativeTheme.themeSource = memory.get().theme;

  const tell = (message: { readonly type: 'desk' } | { readonly type: 'command'; readonly id: string }): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(shellChannel, message);
  };
  const locale = (): Locale => memory.get().locale ?? systemLocale();

  const desk = createDesk({
    choiceFile: paths.deskFile(),
    folderOf: paths.deskFolder,
    endpointFolder: paths.demoEndpointFolder(),
    coreScript: paths.built('core/process.cjs'),
    endpointScript: paths.built('endpoint/process.cjs'),
    sqliteBinding: paths.sqliteBinding(),
    version: app.getVersion(),
    onState: () => tell({ type: 'desk' }),
    log,
  });
  // Before anything else: the engine's process takes as long to come up as the window does.
  desk.resume();
  const hosting = createHosting({
    files: hostFiles(paths.hostFolder()),
    program: process.execPath,
    args: hostArguments(),
    endpointScript: paths.built('endpoint/process.cjs'),
    sqliteBinding: paths.sqliteBinding(),
    log,
  });
  const overlays = createOverlays({ preload: paths.built('preload/overlay.cjs'), development, devTools, log });

  const printer = createPrinter({ pages: paths.built('renderer'), log });

  denyPermissions(session.defaultSession);
  denyNetwork(session.defaultSession, development);
  serveScheme(session.defaultSession, { pages: paths.built('renderer'), desk: desk.folder, still: overlays.still, document: printer.page, log });
  if (development !== null) relaxPolicyFor(session.defaultSession, development);

  const setMenu = (): void => {
    const template = menuTemplate({ locale: locale(), platform: process.platform, reload: development !== null, devTools, command: (id) => tell({ type: 'command', id }) });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };

  listen({
    handlers: shellHandlers({
      desk,
      hosting,
      printer,
      capture: regionCapture({ overlays, window: () => window, locale, call: desk.call, log }),
      window: () => window,
      locale,
      setLocale: (chosen) => {
        const before = locale();
        memory.change({ locale: chosen });
        if (chosen !== before) setMenu();
      },
      setTheme: (theme) => {
        if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
        memory.change({ theme });
      },
    }),
    overlays,
    windows: () => new Set(window === null || window.isDestroyed() ? [] : [window.webContents.id]),
    attach: desk.attach,
    development,
    log,
  });

  const openWindow = (): void => {
    const icon = paths.built('icon.png');
    window = openMainWindow({
      preload: paths.built('preload/index.cjs'),
      development,
      devTools,
      icon: existsSync(icon) ? icon : null,
      remembered: memory.get(),
      remember: memory.change,
      log,
    });
  };

  const front = (): void => {
    if (window === null || window.isDestroyed()) {
      openWindow();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };

  powerMonitor.on('resume', desk.woken);

  let closed = false;
  app.on('second-instance', front);
  app.on('activate', front);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    desk
      .close()
      .catch((error: unknown) => log.internal(error, 'quit'))
      .finally(() => {
        closed = true;
        // Not in this turn: the quit that was just prevented is still under way, and another inside it is ignored.
        setImmediate(() => app.quit());
      });
  });

  log.info('start', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform });
  setMenu();
  openWindow();
  hosting.resume().catch((error: unknown) => log.warn('host.absent', { code: error instanceof AppError ? error.code : 'internal' }));
};
