import type { Page } from 'playwright-core';

type Framed = Window & { longestGap?: number };

/** From here on the page notes the longest time between two of its animation frames: how long it answered nothing. */
export const watchFrames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const host = window as Framed;
    const watching = host.longestGap !== undefined;
    host.longestGap = 0;
    if (watching) return;
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      host.longestGap = Math.max(host.longestGap ?? 0, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

/** In milliseconds. */
export const longestGap = (page: Page): Promise<number> => page.evaluate(() => (window as Framed).longestGap ?? Number.NaN);
