import type { Page } from 'playwright-core';

/** Milliseconds since the epoch, on the clock that the pages of this machine share with this process. */
export const wallNow = (): number => performance.timeOrigin + performance.now();

/**
 * When the frame that first shows an element had been painted, on the clock of `wallNow`. The page looks by itself at each of
 * its frames: a test driver asks at growing intervals, and what it measures moves in steps of up to a hundred milliseconds.
 */
export const paintedAt = async (page: Page, selector: string): Promise<number> => {
  for (;;) {
    try {
      return await page.evaluate(
        (sought) =>
          new Promise<number>((resolve) => {
            const look = (): void => {
              const element = document.querySelector(sought);
              if (element === null || element.getClientRects().length === 0) {
                requestAnimationFrame(look);
                return;
              }
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
              port2.postMessage(null);
            };
            requestAnimationFrame(look);
          }),
        selector,
      );
    } catch (error) {
      // The page was still to come: what was asked went with the empty document before it.
      if (!(error instanceof Error) || !/context was destroyed|navigation/iu.test(error.message)) throw error;
    }
  }
};
