import type { BrowserWindow, Display } from 'electron';
import type { CoreContract } from '../../../shared/contract/core.ts';
import type { Call } from '../../../shared/contract/method.ts';
import type { PixelRect } from '../../../shared/contract/overlay.ts';
import type { CaptureOutcome } from '../../../shared/contract/shell.ts';
import { AppError } from '../../../shared/errors.ts';
import { stripPng } from '../../../shared/png-chunks.ts';
import type { ShellLog } from '../log.ts';
import { copyPicture } from './copy-picture.ts';
import { clampToStill } from './geometry.ts';
import type { Overlays, OverlayOutcome } from './overlay-windows.ts';
import { takeStills, type Still } from './stills.ts';

export interface CaptureOptions {
  readonly overlays: Overlays;
  readonly window: () => BrowserWindow | null;
  readonly locale: () => 'es' | 'en';
  readonly call: Call<CoreContract>;
  readonly log: ShellLog;
}

export interface CaptureRequest {
  readonly ticket: string | null;
  readonly label: string;
  /** Takes the last region at once; without one it asks as always. */
  readonly again: boolean;
}

/** Desktops fade a window out over about 150 ms; what lies below then has to paint itself again. */
const goneAfterMs = 300;
const delayMs = 3000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes the window out of the picture; answers with how to bring it back as it was. */
const withdraw = async (window: BrowserWindow | null): Promise<() => void> => {
  if (window === null || window.isDestroyed() || !window.isVisible() || window.isMinimized()) return () => {};
  const transparent = process.platform !== 'linux';
  if (transparent) window.setOpacity(0);
  else window.hide();
  await pause(goneAfterMs);
  return () => {
    if (window.isDestroyed()) return;
    if (transparent) window.setOpacity(1);
    window.show();
    window.focus();
  };
};

/** `capture.region`: still pictures of all displays, an overlay to choose on, the chosen pixels to the engine as a draft. */
export const regionCapture = (options: CaptureOptions): ((request: CaptureRequest) => Promise<CaptureOutcome>) => {
  const last = new Map<number, { readonly rect: PixelRect; readonly still: Still['size'] }>();
  let busy = false;

  const selectionOn = (stills: readonly Still[]) => (display: Display): PixelRect | null => {
    const before = last.get(display.id);
    const still = stills.find((one) => one.display.id === display.id);
    if (before === undefined || still === undefined) return null;
    const same = before.still.width === still.size.width && before.still.height === still.size.height;
    return same ? clampToStill(before.rect, still.size) : null;
  };

  /** What the last region shows now; null: there is none, or its display is gone or of another size. */
  const repeat = async (): Promise<{ readonly outcome: OverlayOutcome; readonly at: Date } | null> => {
    if (last.size === 0) return null;
    const stills = await takeStills();
    const at = new Date();
    for (const still of stills) {
      const rect = selectionOn(stills)(still.display);
      if (rect !== null) return { outcome: { is: 'accept', still, rect }, at };
    }
    return null;
  };

  const choose = async (label: string): Promise<{ readonly outcome: OverlayOutcome; readonly at: Date }> => {
    for (;;) {
      const stills = await takeStills();
      const at = new Date();
      const outcome = await options.overlays.choose({ stills, label, locale: options.locale(), selectionOn: selectionOn(stills) });
      if (outcome.is !== 'delay') return { outcome, at };
      await pause(delayMs);
    }
  };

  const capture = async (request: CaptureRequest): Promise<CaptureOutcome> => {
    const restore = await withdraw(options.window());
    let chosen: Awaited<ReturnType<typeof choose>>;
    try {
      chosen = (request.again ? await repeat() : null) ?? (await choose(request.label));
    } finally {
      restore();
    }
    const { outcome, at } = chosen;
    if (outcome.is === 'cancel' || outcome.is === 'delay') return { is: 'cancelled' };
    last.clear();
    last.set(outcome.still.display.id, { rect: outcome.rect, still: outcome.still.size });
    const picture = outcome.still.image.crop(outcome.rect);
    if (outcome.is === 'copy') {
      await copyPicture(picture);
      return { is: 'cancelled' };
    }
    const png = stripPng(picture.toPNG());
    const draft = await options.call('evidence.stage', { png, ticket: request.ticket, captured_at: at.toISOString() });
    options.log.info('capture', { draft: draft.id, bytes: png.length, width: outcome.rect.width, height: outcome.rect.height });
    return { is: 'captured', draft: draft.id };
  };

  return async (request) => {
    if (busy) throw new AppError('capture_failed', { reason: 'busy' });
    busy = true;
    try {
      return await capture(request);
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('capture_failed', { id: options.log.internal(error, 'capture') }, { cause: error });
    } finally {
      busy = false;
    }
  };
};
