import { BrowserWindow, nativeTheme, screen } from 'electron';
import { guardNavigation } from '../guards/navigation.ts';
import { appUrl } from '../guards/own-address.ts';
import { securePreferences } from '../guards/web-preferences.ts';
import type { ShellLog } from '../log.ts';
import { backgroundOf, leastSize, reachableBounds, usualSize, type WindowState } from './window-state.ts';

export interface MainWindowOptions {
  readonly preload: string;
  readonly development: string | null;
  readonly devTools: boolean;
  readonly icon: string | null;
  readonly remembered: WindowState;
  readonly remember: (change: Pick<WindowState, 'bounds' | 'maximised'>) => void;
  readonly log: ShellLog;
}

const settleMs = 400;
/** A page that crashes again within this time is left down: reloading it would only loop. */
const crashLoopMs = 60_000;

const rememberPlace = (window: BrowserWindow, remember: MainWindowOptions['remember']): void => {
  let timer: NodeJS.Timeout | null = null;
  const now = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (!window.isDestroyed()) remember({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  };
  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(now, settleMs);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', now);
};

const reloadAfterCrash = (window: BrowserWindow, log: ShellLog): void => {
  let last = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, details) => {
    log.warn('window.gone', { reason: details.reason, exitCode: details.exitCode });
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    if (now - last < crashLoopMs) return;
    last = now;
    window.webContents.reload();
  });
  window.on('unresponsive', () => log.warn('window.unresponsive'));
};

/** Opens the window; it shows itself once its first picture is painted. */
export const openMainWindow = (options: MainWindowOptions): BrowserWindow => {
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const place = reachableBounds(options.remembered.bounds, areas) ?? usualSize;
  const window = new BrowserWindow({
    ...place,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Carril',
    backgroundColor: backgroundOf(nativeTheme.shouldUseDarkColors),
    ...(options.icon === null ? {} : { icon: options.icon }),
    webPreferences: securePreferences(options.preload, options.devTools),
  });
  guardNavigation(window.webContents, options.log);
  rememberPlace(window, options.remember);
  reloadAfterCrash(window, options.log);
  window.once('ready-to-show', () => {
    if (options.remembered.maximised) window.maximize();
    window.show();
  });
  window.webContents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    if (isMainFrame) options.log.warn('window.load', { code });
  });
  window.loadURL(options.development ?? appUrl).catch((error: unknown) => options.log.internal(error, 'window.load'));
  return window;
};
