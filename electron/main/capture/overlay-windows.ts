import { randomUUID } from 'node:crypto';
import { BrowserWindow, screen, type Display, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { overlayChannel } from '../../../shared/contract/channels.ts';
import type { overlayEvent, OverlayEvent, OverlayOpening, PixelRect } from '../../../shared/contract/overlay.ts';
import { AppError } from '../../../shared/errors.ts';
import { guardNavigation } from '../guards/navigation.ts';
import { captureHost, captureUrl } from '../guards/own-address.ts';
import { isTrusted, senderOf } from '../guards/sender.ts';
import { securePreferences } from '../guards/web-preferences.ts';
import type { ShellLog } from '../log.ts';
import { bmpFile } from './bitmap.ts';
import { clampToStill, displayAt, scaleOfStill } from './geometry.ts';
import type { Still } from './stills.ts';

export type OverlayOutcome =
  | { readonly is: 'accept' | 'copy'; readonly still: Still; readonly rect: PixelRect }
  | { readonly is: 'delay' }
  | { readonly is: 'cancel' };

export interface OverlayOptions {
  readonly preload: string;
  readonly development: string | null;
  readonly devTools: boolean;
  readonly log: ShellLog;
}

interface OverlaySession {
  readonly stills: readonly Still[];
  readonly label: string;
  readonly locale: 'es' | 'en';
  readonly selectionOn: (display: Display) => PixelRect | null;
}

export interface Overlays {
  /** Covers every display with its still until the user accepts or leaves. Rejects with `capture_failed`. */
  readonly choose: (session: OverlaySession) => Promise<OverlayOutcome>;
  /** The still of a display, for the scheme; only while it is on screen. */
  readonly still: (token: string, display: number) => Uint8Array<ArrayBuffer> | null;
  /** Answers an overlay's page that opens. */
  readonly open: (event: IpcMainInvokeEvent) => OverlayOpening;
  readonly hear: (event: IpcMainEvent, message: unknown) => void;
}

interface Cover {
  readonly window: BrowserWindow;
  readonly still: Still;
  drawn: boolean;
}

/** An overlay that has not drawn its still by then will not. */
const drawLimitMs = 10_000;

const coverWindow = (display: Display, options: OverlayOptions): BrowserWindow => {
  const window = new BrowserWindow({
    ...display.bounds,
    show: false,
    frame: false,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    hasShadow: false,
    roundedCorners: false,
    enableLargerThanScreen: true,
    // macOS puts a full-screen window on a desktop of its own; there the bounds and the level are enough.
    fullscreen: process.platform !== 'darwin',
    backgroundColor: '#000000',
    title: 'Carril',
    webPreferences: securePreferences(options.preload, options.devTools),
  });
  window.setAlwaysOnTop(true, 'screen-saver');
  window.setMenu(null);
  guardNavigation(window.webContents, options.log);
  return window;
};

export const createOverlays = (options: OverlayOptions): Overlays => {
  let token = '';
  let session: OverlaySession | null = null;
  let covers: Cover[] = [];
  let finish: ((outcome: OverlayOutcome | AppError) => void) | null = null;
  /** Loaded with the first capture: the start of the app does not wait for schemas. */
  let eventShape: typeof overlayEvent | null = null;

  const coverOf = (event: IpcMainEvent | IpcMainInvokeEvent): Cover | null => {
    const known = new Set(covers.filter((cover) => !cover.window.isDestroyed()).map((cover) => cover.window.webContents.id));
    const sender = senderOf(event);
    if (!isTrusted(sender, known, captureHost, options.development)) return null;
    return covers.find((cover) => !cover.window.isDestroyed() && cover.window.webContents.id === sender.contents) ?? null;
  };

  const showAll = (): void => {
    for (const cover of covers) cover.window.showInactive();
    const home = displayAt(covers.map((cover) => cover.still.display), screen.getCursorScreenPoint());
    const first = covers.find((cover) => cover.still.display.id === home?.id) ?? covers[0];
    first?.window.show();
    first?.window.focus();
    first?.window.webContents.focus();
  };

  const act = (from: Cover, event: OverlayEvent): void => {
    switch (event.is) {
      case 'drawn':
        from.drawn = true;
        if (covers.every((cover) => cover.drawn)) showAll();
        return;
      case 'selecting':
        for (const cover of covers) if (cover !== from) cover.window.webContents.send(overlayChannel);
        return;
      case 'nextDisplay': {
        const next = covers[(covers.indexOf(from) + 1) % covers.length];
        next?.window.focus();
        next?.window.webContents.focus();
        return;
      }
      case 'accept':
      case 'copy': {
        const rect = clampToStill(event.rect, from.still.size);
        if (rect !== null) finish?.({ is: event.is, still: from.still, rect });
        return;
      }
      case 'delay':
        finish?.({ is: 'delay' });
        return;
      case 'cancel':
        finish?.({ is: 'cancel' });
        return;
    }
  };

  const address = options.development === null ? `${captureUrl}overlay.html` : new URL('overlay.html', options.development).href;

  const cover = async (next: OverlaySession): Promise<OverlayOutcome> => {
    token = randomUUID();
    session = next;
    covers = next.stills.map((still) => ({ still, window: coverWindow(still.display, options), drawn: false }));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        if (!covers.every((one) => one.drawn)) finish?.(new AppError('capture_failed', { reason: 'overlay_late' }));
      }, drawLimitMs);
      const changed = (): void => finish?.({ is: 'cancel' });
      screen.on('display-removed', changed);
      finish = (outcome) => {
        finish = null;
        clearTimeout(late);
        screen.off('display-removed', changed);
        if (outcome instanceof AppError) reject(outcome);
        else resolve(outcome);
      };
      for (const { window } of covers) {
        window.on('closed', () => finish?.({ is: 'cancel' }));
        window.webContents.on('render-process-gone', () => finish?.(new AppError('capture_failed', { reason: 'overlay_gone' })));
        window.loadURL(address).catch((error: unknown) => {
          options.log.internal(error, 'overlay.load');
          finish?.(new AppError('capture_failed', { reason: 'overlay_load' }));
        });
      }
    });
  };

  return {
    choose: async (next) => {
      try {
        eventShape ??= (await import('../../../shared/contract/overlay.ts')).overlayEvent;
        return await cover(next);
      } finally {
        for (const { window } of covers) if (!window.isDestroyed()) window.destroy();
        covers = [];
        session = null;
        token = '';
      }
    },
    still: (wanted, display) => {
      const found = covers.find((one) => one.still.display.id === display);
      if (token === '' || wanted !== token || found === undefined) return null;
      return bmpFile(found.still.image.toBitmap(), found.still.size);
    },
    open: (event) => {
      const from = coverOf(event);
      if (from === null || session === null) throw new AppError('not_allowed');
      return {
        still: `${captureUrl}still/${token}/${from.still.display.id}`,
        width: from.still.size.width,
        height: from.still.size.height,
        scale: scaleOfStill(from.still.display, from.still.size),
        label: session.label,
        locale: session.locale,
        selection: session.selectionOn(from.still.display),
        displays: covers.length,
      };
    },
    hear: (event, message) => {
      const from = coverOf(event);
      const parsed = eventShape?.safeParse(message);
      if (from === null || parsed?.success !== true) {
        options.log.warn('overlay.refused', { known: from !== null });
        return;
      }
      act(from, parsed.data);
    },
  };
};
