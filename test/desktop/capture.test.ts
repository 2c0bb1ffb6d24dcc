import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pngChunks } from '#shared/png-chunks.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'carril-capture-'));
let desk: LaunchedCarril;
/** In device-independent pixels. */
let display = { width: 0, height: 0 };

/** The colour of a pixel of the screen that the test paints: no two neighbours are alike. */
const colourAt = (x: number, y: number): readonly [number, number, number] => [(x * 7 + y * 3) % 256, (x * 5 + y * 11) % 256, (x ^ y) % 256];

const patternPage = `<!doctype html><style>html,body{margin:0;overflow:hidden}canvas{display:block}</style><canvas></canvas><script>
const canvas=document.querySelector('canvas');const whole=(length)=>Math.ceil(length*devicePixelRatio/12)*12;
canvas.width=whole(innerWidth);canvas.height=whole(innerHeight);
canvas.style.width=canvas.width/devicePixelRatio+'px';canvas.style.height=canvas.height/devicePixelRatio+'px';
const paint=canvas.getContext('2d');const image=paint.createImageData(canvas.width,canvas.height);
for(let y=0,at=0;y<canvas.height;y+=1)for(let x=0;x<canvas.width;x+=1,at+=4){image.data[at]=(x*7+y*3)%256;image.data[at+1]=(x*5+y*11)%256;image.data[at+2]=(x^y)%256;image.data[at+3]=255}
paint.putImageData(image,0,0);
</script>`;

/** Paints the whole display, behind Carril's own window. */
const paintScreen = async (): Promise<void> => {
  display = await desk.app.evaluate(async ({ BrowserWindow, screen }, html) => {
    const own = BrowserWindow.getAllWindows()[0];
    const { bounds } = screen.getPrimaryDisplay();
    // Larger than the display: Chromium makes a window that is exactly as large a pixel smaller where there is no window manager.
    const over = { ...bounds, width: bounds.width + 8, height: bounds.height + 8 };
    const window = new BrowserWindow({ ...over, frame: false, show: false, enableLargerThanScreen: true });
    await window.loadURL(`data:text/html;base64,${Buffer.from(html).toString('base64')}`);
    window.setBounds(over);
    window.showInactive();
    own?.show();
    own?.focus();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { width: bounds.width, height: bounds.height };
  }, patternPage);
};

const overlayPage = async (): Promise<Page> => {
  const isOverlay = (page: Page): boolean => page.url().startsWith('carril://capture/');
  const page = desk.app.windows().find(isOverlay) ?? (await desk.app.waitForEvent('window', { predicate: async (opened) => (await opened.waitForURL(/^carril:\/\/capture\//), true) }));
  await page.waitForFunction(() => document.activeElement?.id === 'overlay');
  return page;
};

/** Presses the key that ends the capture: the overlay is gone before the key is up again, which Playwright takes for a failure. */
const end = async (overlay: Page, key: 'Enter' | 'Escape'): Promise<void> => {
  await overlay.keyboard.press(key).catch((error: unknown) => {
    if (!overlay.isClosed()) throw error;
  });
};

/** Begins a capture, lets `drive` act on the overlay, and answers with the outcome. */
const capture = async (drive: (overlay: Page) => Promise<void>) => {
  const outcome = callShell(desk.page, 'capture.region', { ticket: null, label: 'T-2501 · La factura no cuadra' });
  const overlay = await overlayPage();
  const closed = overlay.waitForEvent('close');
  await drive(overlay);
  await closed;
  return outcome;
};

const draftBytes = (id: string): Promise<Buffer> => readFile(path.join(desk.userData, 'desks', 'team', 'evidence', 'drafts', `${id}.png`));

/** How many pixels of the picture differ from the painted screen, were its corner at (x, y). */
const differing = (png: PNG, x: number, y: number): number => {
  let count = 0;
  for (let row = 0; row < png.height; row += 1) {
    for (let column = 0; column < png.width; column += 1) {
      const at = (row * png.width + column) * 4;
      const [red, green, blue] = colourAt(x + column, y + row);
      if (png.data[at] !== red || png.data[at + 1] !== green || png.data[at + 2] !== blue || png.data[at + 3] !== 255) count += 1;
    }
  }
  return count;
};

/** On the unscaled display a test shows that the window may not load a still: there the policy has something to say. */
const start = async (scale: string): Promise<void> => {
  desk = await launchCarril({ userData: path.join(folder, `profile-${scale}`), args: [`--force-device-scale-factor=${scale}`], violates: scale === '1' });
  await openPageCore(desk.page);
  await callShell(desk.page, 'desk.openTeam', {});
  await paintScreen();
};

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('region capture on a display with broken scaling', () => {
  beforeAll(() => start('1.5'));
  afterAll(() => desk.close());

  test('takes the real pixels, not the scaled ones', async () => {
    const real = await desk.app.evaluate(({ screen }) => screen.getPrimaryDisplay().scaleFactor);
    expect(real).toBe(1.5);
    const outcome = await capture(async (overlay) => {
      await overlay.mouse.move(200, 100);
      await overlay.mouse.down();
      await overlay.mouse.move(300, 200, { steps: 4 });
      await overlay.mouse.up();
      expect(await overlay.locator('#size').textContent()).toBe('151 × 151');
      await end(overlay, 'Enter');
    });
    if (outcome.is !== 'captured') throw new Error(outcome.is);
    const part = PNG.sync.read(await draftBytes(outcome.draft));
    expect([part.width, part.height]).toEqual([151, 151]);
    expect(differing(part, 300, 150)).toBe(0);
    const all = await capture(async (overlay) => {
      await overlay.keyboard.press('f');
      await end(overlay, 'Enter');
    });
    if (all.is !== 'captured') throw new Error(all.is);
    const png = PNG.sync.read(await draftBytes(all.draft));
    expect(Math.abs(png.width - display.width * 1.5) + Math.abs(png.height - display.height * 1.5)).toBeLessThan(3);
    expect(differing(png, 0, 0)).toBe(0);
  });
});

describe('region capture', () => {
  beforeAll(() => start('1'));
  afterAll(() => desk.close());

  test('Escape leaves nothing behind and brings the window back', async () => {
    const outcome = await capture((overlay) => end(overlay, 'Escape'));
    expect(outcome).toEqual({ is: 'cancelled' });
    expect(await callCore(desk.page, 'evidence.drafts', {})).toEqual([]);
    expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.getTitle() === 'Carril')?.isVisible())).toBe(true);
  });

  test('by keys alone: Enter takes the whole display, pixel for pixel, without Carril in it', async () => {
    const outcome = await capture((overlay) => end(overlay, 'Enter'));
    if (outcome.is !== 'captured') throw new Error(outcome.is);
    const bytes = await draftBytes(outcome.draft);
    expect([...new Set(pngChunks(bytes).map((chunk) => chunk.type))].filter((type) => !['IHDR', 'PLTE', 'IDAT', 'IEND', 'sRGB', 'pHYs'].includes(type))).toEqual([]);
    const png = PNG.sync.read(bytes);
    expect({ width: png.width, height: png.height }).toEqual(display);
    expect(differing(png, 0, 0)).toBe(0);
  });

  test('arrows place a region to the pixel', async () => {
    const outcome = await capture(async (overlay) => {
      expect(await overlay.locator('#size').textContent()).toBe(`${display.width} × ${display.height}`);
      for (let press = 0; press < 3; press += 1) await overlay.keyboard.press('Alt+Shift+ArrowLeft');
      for (let press = 0; press < 7; press += 1) await overlay.keyboard.press('Alt+ArrowUp');
      await overlay.keyboard.press('Shift+ArrowRight');
      for (let press = 0; press < 3; press += 1) await overlay.keyboard.press('ArrowRight');
      await overlay.keyboard.press('ArrowDown');
      expect(await overlay.locator('#size').textContent()).toBe(`${display.width - 30} × ${display.height - 7}`);
      await end(overlay, 'Enter');
    });
    if (outcome.is !== 'captured') throw new Error(outcome.is);
    const png = PNG.sync.read(await draftBytes(outcome.draft));
    expect([png.width, png.height]).toEqual([display.width - 30, display.height - 7]);
    expect(differing(png, 13, 1)).toBe(0);
  });

  test('a drag selects, a handle resizes, and the last region is offered again', async () => {
    const drawn = await capture(async (overlay) => {
      await overlay.keyboard.press('f');
      for (let press = 0; press < 3; press += 1) await overlay.keyboard.press('Alt+Shift+ArrowLeft');
      // Outside what is selected a drag begins anew.
      await overlay.mouse.move(display.width - 5, 300);
      await overlay.mouse.down();
      await overlay.mouse.move(display.width - 104, 349, { steps: 4 });
      await overlay.mouse.up();
      expect(await overlay.locator('#size').textContent()).toBe('100 × 50');
      await overlay.mouse.move(display.width - 104, 300);
      await overlay.mouse.down();
      await overlay.mouse.move(display.width - 204, 280, { steps: 4 });
      await overlay.mouse.up();
      expect(await overlay.locator('#size').textContent()).toBe('200 × 70');
      expect(await overlay.locator('#pill').textContent()).toBe('T-2501 · La factura no cuadra');
      await end(overlay, 'Enter');
    });
    if (drawn.is !== 'captured') throw new Error(drawn.is);
    const png = PNG.sync.read(await draftBytes(drawn.draft));
    expect([png.width, png.height]).toEqual([200, 70]);
    expect(differing(png, display.width - 204, 280)).toBe(0);

    const again = await capture((overlay) => end(overlay, 'Enter'));
    if (again.is !== 'captured') throw new Error(again.is);
    expect(PNG.sync.read(await draftBytes(again.draft)).data.equals(png.data)).toBe(true);
  });

  test('Space carries what is being drawn, and a repeated capture takes the same region without asking', async () => {
    const drawn = await capture(async (overlay) => {
      await overlay.keyboard.press('f');
      for (let press = 0; press < 3; press += 1) await overlay.keyboard.press('Alt+Shift+ArrowLeft');
      await overlay.mouse.move(display.width - 5, 300);
      await overlay.mouse.down();
      await overlay.mouse.move(display.width - 104, 349, { steps: 4 });
      await overlay.keyboard.down('Space');
      await overlay.mouse.move(display.width - 164, 389, { steps: 4 });
      expect(await overlay.locator('#size').textContent()).toBe('100 × 50');
      await overlay.keyboard.up('Space');
      await overlay.mouse.move(display.width - 174, 399, { steps: 2 });
      await overlay.mouse.up();
      expect(await overlay.locator('#size').textContent()).toBe('110 × 60');
      await end(overlay, 'Enter');
    });
    if (drawn.is !== 'captured') throw new Error(drawn.is);
    const png = PNG.sync.read(await draftBytes(drawn.draft));
    expect([png.width, png.height]).toEqual([110, 60]);
    expect(differing(png, display.width - 174, 340)).toBe(0);
    const again = await callShell(desk.page, 'capture.region', { ticket: null, label: '', again: true });
    if (again.is !== 'captured') throw new Error(again.is);
    expect(PNG.sync.read(await draftBytes(again.draft)).data.equals(png.data)).toBe(true);
  });

  test('the window shows a draft, and nobody but the overlay sees a still', async () => {
    const [draft] = await callCore(desk.page, 'evidence.drafts', {});
    expect(draft).toBeDefined();
    const size = (address: string) =>
      desk.page.evaluate(
        (url) =>
          new Promise<number>((resolve) => {
            const picture = new Image();
            picture.addEventListener('load', () => resolve(picture.naturalWidth));
            picture.addEventListener('error', () => resolve(0));
            picture.src = url;
          }),
        address,
      );
    expect(await size(`/evidence/draft/${draft?.id}`)).toBe(draft?.width);
    let still = '';
    await capture(async (overlay) => {
      still = await overlay.locator('#still').evaluate((picture) => (picture as HTMLImageElement).src);
      expect(await size(still)).toBe(0);
      await end(overlay, 'Escape');
    });
    expect(await desk.app.evaluate(async ({ session }, url) => (await session.defaultSession.fetch(url)).status, still)).toBe(404);
  });

  test('one capture at a time', async () => {
    await capture(async (overlay) => {
      await expect(callShell(desk.page, 'capture.region', { ticket: null, label: '' })).rejects.toThrow('capture_failed');
      await end(overlay, 'Escape');
    });
  });
});
