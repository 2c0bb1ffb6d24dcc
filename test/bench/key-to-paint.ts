import type { Page } from 'playwright-core';

type Sampled = Window & { keySamples?: number[] };

/** From here on the page notes, for each key that goes down, the milliseconds from the key's own time stamp to the end of the frame that it painted. */
export const watchKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const host = window as Sampled;
    const watching = host.keySamples !== undefined;
    host.keySamples = [];
    if (watching) return;
    window.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => host.keySamples?.push(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      },
      true,
    );
  });

export const keySamples = (page: Page): Promise<readonly number[]> => page.evaluate(() => (window as Sampled).keySamples ?? []);

/** Presses a key so many times, with time between for the frame; one sample per press. */
export const keyToPaint = async (page: Page, key: string, times: number): Promise<readonly number[]> => {
  await watchKeys(page);
  for (let press = 0; press < times; press += 1) {
    await page.keyboard.press(key);
    await page.waitForTimeout(30);
  }
  return keySamples(page);
};
