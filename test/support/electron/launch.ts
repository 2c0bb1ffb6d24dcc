import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { forcedSwitches, launchCommand } from '#build/electron-launch.ts';
import { resolveElectron } from '#build/electron-runtime.ts';

export type LaunchOptions = {
  /** The profile folder; a fresh temporary one, removed on close, when not given. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** The executable of a packaged app, to start that instead of the build in `out/`. */
  readonly packaged?: string;
  /** The test provokes violations of the pages' security policy; elsewhere one fails the test's file. */
  readonly violates?: boolean;
};

export type LaunchedCarril = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userData: string;
  /** Quits the app as a user would, and removes the profile if it was temporary. Throws if any page broke its security policy. */
  readonly close: () => Promise<void>;
};

const START_LIMIT_MS = 30_000;

/** Starts the real app in a real Electron and waits for its first window. Needs `out/` built and a display. */
export async function launchCarril(options: LaunchOptions = {}): Promise<LaunchedCarril> {
  const userData = options.userData ?? (await mkdtemp(path.join(tmpdir(), 'carril-test-')));
  const forget = async (): Promise<void> => {
    if (options.userData === undefined) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  // Software rendering always: a test looks at what is there, and must not depend on the machine's GPU.
  const switches = new Set([...(await forcedSwitches(true)), '--disable-gpu']);
  const command = launchCommand(await resolveElectron(), [...switches]);
  const packaged = options.packaged !== undefined;
  try {
    const app = await _electron.launch({
      executablePath: options.packaged ?? command.program,
      args: [...(packaged ? switches : command.args), ...(options.args ?? [])],
      timeout: START_LIMIT_MS,
      env: {
        ...environment(command.env, packaged),
        DBUS_SESSION_BUS_ADDRESS: '/dev/null',
        CARRIL_USER_DATA: userData,
        ...options.env,
      },
    });
    const broken = hearPolicy(app);
    const page = await app.firstWindow({ timeout: START_LIMIT_MS });
    const close = async (): Promise<void> => {
      await app.close();
      await forget();
      if (broken.length > 0 && options.violates !== true) throw new Error(`the security policy was broken:\n${broken.join('\n')}`);
    };
    return { app, page, userData, close };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** What Chromium says, in any window and from its first line on, when a page breaks its policy. */
function hearPolicy(app: ElectronApplication): readonly string[] {
  const broken: string[] = [];
  const hear = (page: Page): void => {
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) broken.push(message.text());
    });
  };
  app.windows().forEach(hear);
  app.on('window', hear);
  return broken;
}

function environment(env: Readonly<NodeJS.ProcessEnv>, packaged: boolean): Record<string, string> {
  const pairs = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  // A package brings its own binding and must find it by itself.
  return Object.fromEntries(pairs.filter(([name]) => !(packaged && name === 'CARRIL_SQLITE_BINDING')));
}
