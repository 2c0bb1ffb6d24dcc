import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { utilityProcess } from 'electron';
import type { FromEndpoint, ToEndpoint } from '../../../shared/contract/process.ts';
import type { HostingState } from '../../../shared/contract/shell.ts';
import { AppError, isErrorCode } from '../../../shared/errors.ts';
import type { ShellLog } from '../log.ts';
import type { HostFiles, HostRunning } from './host-files.ts';

export interface HostingOptions {
  readonly files: HostFiles;
  /** Program and arguments of the host process. */
  readonly program: string;
  readonly args: readonly string[];
  readonly endpointScript: string;
  readonly sqliteBinding: string | null;
  readonly log: ShellLog;
}

export interface Hosting {
  readonly state: () => Promise<HostingState>;
  /** Starts it, or answers at once when it runs. Throws AppError when it cannot. */
  readonly start: () => Promise<HostingState>;
  readonly stop: () => Promise<HostingState>;
  /** Makes a backup in a new folder inside `parent`, while it runs or not. */
  readonly backup: (parent: string) => Promise<{ readonly folder: string; readonly files: number; readonly missing: number }>;
  /** Starts it again where it was wanted and does not run, as after the machine was off. */
  readonly resume: () => Promise<void>;
}

const startLimitMs = 20_000;
const stopLimitMs = 8000;
const stepMs = 100;
const askLimitMs = 2000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A number of a process may have gone to another; what answers on the port is the endpoint or it is not. */
const answers = async (port: number): Promise<boolean> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(askLimitMs) });
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null && 'proto' in body;
  } catch {
    // Nobody there, or somebody else.
    return false;
  }
};

const addressesOf = (port: number): readonly string[] => {
  const outward = Object.values(networkInterfaces()).flatMap((each) => each ?? []).filter((each) => each.family === 'IPv4' && !each.internal);
  return [...outward.map((each) => each.address), '127.0.0.1'].map((address) => `http://${address}:${port}`);
};

/** Hosts the team's endpoint on this computer, as a process that does not end with the window. */
export const createHosting = ({ files, program, args, endpointScript, sqliteBinding, log }: HostingOptions): Hosting => {
  const alive = (): HostRunning | null => {
    const found = files.running();
    return found !== null && isAlive(found.pid) ? found : null;
  };

  const state = async (): Promise<HostingState> => {
    const found = files.running();
    const { wanted } = files.choice();
    const off: HostingState = { status: 'off', addresses: [], code: null, folder: files.folder, failed: wanted ? (found?.failed ?? null) : null };
    if (found === null || !isAlive(found.pid)) return off;
    if (found.port === null || !(await answers(found.port))) return { ...off, status: 'starting', failed: null };
    return { status: 'on', addresses: [...addressesOf(found.port)], code: found.code, folder: files.folder, failed: null };
  };

  const launch = (): void => {
    files.setRunning(null);
    files.forgetStop();
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const child = spawn(program, [...args], { detached: true, stdio: 'ignore', windowsHide: true, cwd: files.folder });
    child.once('error', (error) => void log.internal(error, 'host.launch'));
    // This app may end; the other goes on.
    child.unref();
  };

  const start = async (): Promise<HostingState> => {
    files.choose({ ...files.choice(), wanted: true });
    if (alive() === null) launch();
    for (let waited = 0; waited < startLimitMs; waited += stepMs) {
      const now = await state();
      if (now.status === 'on') return now;
      if (now.failed !== null) throw new AppError(isErrorCode(now.failed) ? now.failed : 'internal', { id: 'host' });
      await pause(stepMs);
    }
    throw new AppError('timeout');
  };

  const stop = async (): Promise<HostingState> => {
    files.choose({ ...files.choice(), wanted: false });
    const found = alive();
    if (found !== null) {
      files.askToStop();
      for (let waited = 0; waited < stopLimitMs && isAlive(found.pid); waited += stepMs) await pause(stepMs);
      if (isAlive(found.pid)) {
        log.warn('host.killed', { pid: found.pid });
        process.kill(found.pid, 'SIGKILL');
      }
    }
    files.setRunning(null);
    files.forgetStop();
    return state();
  };

  const backup: Hosting['backup'] = (parent) => {
    const folder = path.join(parent, `carril-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`);
    return new Promise((resolve, reject) => {
      const child = utilityProcess.fork(endpointScript, [], { serviceName: 'carril-backup', stdio: 'inherit' });
      child.on('message', (message: FromEndpoint) => {
        if (message.type === 'log') log.line(message.line);
        else if (message.type === 'backed') resolve({ folder, files: message.files, missing: message.missing });
        else if (message.type === 'failed') reject(new AppError(isErrorCode(message.code) ? message.code : 'internal', message.details ?? {}));
        if (message.type !== 'log') child.postMessage({ type: 'stop' } satisfies ToEndpoint);
      });
      child.once('exit', () => reject(new AppError('internal', { id: 'backup' })));
      child.postMessage({ type: 'backup', dir: files.data, target: folder, sqliteBinding } satisfies ToEndpoint);
    });
  };

  return {
    state,
    start,
    stop,
    backup,
    resume: async () => {
      if (files.choice().wanted && alive() === null) await start();
    },
  };
};
