import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { launchCarril } from '#test/support/electron/launch.ts';
import { emptyWindowCommand } from './empty-window.ts';
import { measure, median, type Measure } from './measure.ts';
import { uciProfile } from './uci-desk.ts';

const starts = 5;
const presses = 60;

/** From the start of the process to an empty window that shows its text. */
const startEmpty = async (userData: string): Promise<number> => {
  const { program, args } = await emptyWindowCommand();
  const env = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const started = performance.now();
  const app = await _electron.launch({ executablePath: program, args: [...args], env: { ...env, DBUS_SESSION_BUS_ADDRESS: '/dev/null', CARRIL_USER_DATA: userData } });
  const page = await app.firstWindow();
  await page.locator('#ready').waitFor();
  const took = performance.now() - started;
  await app.close();
  return took;
};

/** From the start of the process to a board whose first card answers. */
const startBoard = async (userData: string): Promise<number> => {
  const started = performance.now();
  const { page, close } = await launchCarril({ userData });
  await page.locator('[data-testid=card]').first().waitFor();
  const took = performance.now() - started;
  await close();
  return took;
};

/** Milliseconds from a key's own time stamp to the end of the frame that it painted; one per press. */
const keyToPaint = async (page: Page, key: string, times: number): Promise<readonly number[]> => {
  await page.evaluate(() => {
    const host = window as unknown as { samples: number[] };
    host.samples = [];
    window.addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => host.samples.push(performance.now() - event.timeStamp);
          port2.postMessage(null);
        });
      },
      true,
    );
  });
  for (let press = 0; press < times; press += 1) {
    await page.keyboard.press(key);
    await page.waitForTimeout(30);
  }
  return page.evaluate(() => (window as unknown as { samples: number[] }).samples);
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
