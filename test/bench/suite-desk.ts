import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchCarril } from '#test/support/electron/launch.ts';
import { openEmptyWindow } from './empty-window.ts';
import { paintedAt, wallNow } from './first-paint.ts';
import { keyToPaint } from './key-to-paint.ts';
import { measure, median, type Measure } from './measure.ts';
import { uciProfile } from './uci-desk.ts';

const starts = 5;
const presses = 60;

/** From the start of the process to an empty window that shows its text. */
const startEmpty = async (userData: string): Promise<number> => {
  const started = wallNow();
  const { page, close } = await openEmptyWindow(userData);
  const took = (await paintedAt(page, '#ready')) - started;
  await close();
  return took;
};

/** From the start of the process to a board whose first card answers. */
const startBoard = async (userData: string): Promise<number> => {
  const started = wallNow();
  const { page, close } = await launchCarril({ userData });
  const took = (await paintedAt(page, '[data-testid=card]')) - started;
  await close();
  return took;
};

/** The floor of a key: a plain list in a window of the same Electron, where `j` moves one class from one row to the next. */
const openPlainList = async (app: ElectronApplication): Promise<Page> => {
  const next = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }) => {
    const rows = Array.from({ length: 100 }, (_, n) => `<li>#${n} Ticket ${n}</li>`).join('');
    const script = "let n=0;addEventListener('keydown',e=>{if(e.key!=='j')return;const l=document.querySelectorAll('li');l[n].className='';n=(n+1)%l.length;l[n].className='on'})";
    const window = new BrowserWindow({ width: 1440, height: 900, webPreferences: { sandbox: true } });
    void window.loadURL(`data:text/html,${encodeURIComponent(`<!doctype html><style>.on{background:#cde}</style><ul>${rows}</ul><script>${script}</script>`)}`);
  });
  const page = await next;
  await page.locator('li').first().waitFor();
  return page;
};

/** `npm run bench -- desk`: a desk with 24,918 open tickets. */
export const measureDesk = async (): Promise<readonly Measure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-bench-desk-'));
  const userData = path.join(folder, 'profile');
  try {
    await uciProfile(userData);
    const empty: number[] = [];
    const board: number[] = [];
    for (let turn = 0; turn < starts; turn += 1) {
      empty.push(await startEmpty(path.join(folder, 'empty')));
      board.push(await startBoard(userData));
    }
    const { app, page, close } = await launchCarril({ userData });
    await page.locator('[data-testid=lane-S3] [data-testid=card]').first().click();
    // A click opens nothing; the settling time keeps the window's first work out of the samples.
    await page.waitForTimeout(1000);
    const keys = await keyToPaint(page, 'j', presses);
    const plain = await keyToPaint(await openPlainList(app), 'j', presses);
    await close();
    return [
      measure('start to usable board, 24,918 open', 'ms', median(board), median(empty), { atMostRatio: 1.5 }),
      measure('j to paint, 24,918 open, p50', 'ms', median(keys), median(plain), { atMost: 35 }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
