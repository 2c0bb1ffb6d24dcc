import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readIfThere, writeAtomically } from '../atomic-file.ts';

/** What is kept between starts: whether the team is hosted here, and under which port its desks know it. */
export interface HostChoice {
  readonly wanted: boolean;
  readonly port: number | null;
}

/** What the host process says of itself while it runs. */
export interface HostRunning {
  readonly pid: number;
  /** Null until it listens. */
  readonly port: number | null;
  /** For the first admin, while there is none. */
  readonly code: string | null;
  /** Why it could not start. */
  readonly failed: string | null;
}

/** The folder over which the app and the host process, which outlives it, know of each other. */
export interface HostFiles {
  readonly folder: string;
  /** The team's data. */
  readonly data: string;
  readonly logs: string;
  /** What Chromium keeps for the host process. */
  readonly profile: string;
  readonly choice: () => HostChoice;
  readonly choose: (choice: HostChoice) => void;
  /** Null where none runs, as far as the folder knows. */
  readonly running: () => HostRunning | null;
  readonly setRunning: (state: HostRunning | null) => void;
  /** Asks the host process to end: on every system, and by whoever may write here. */
  readonly askToStop: () => void;
  readonly isAskedToStop: () => boolean;
  readonly forgetStop: () => void;
}

type Read = Readonly<Record<string, unknown>>;

const isPort = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= 65_535;
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** By hand: schemas are not loaded before the window is there. What another version wrote, or what is damaged, counts as none. */
const asChoice = ({ wanted, port }: Read): HostChoice | null => (typeof wanted === 'boolean' && (port === null || isPort(port)) ? { wanted, port } : null);

const asRunning = ({ pid, port, code, failed }: Read): HostRunning | null =>
  typeof pid === 'number' && Number.isSafeInteger(pid) && (port === null || isPort(port)) && isTextOrNull(code) && isTextOrNull(failed) ? { pid, port, code, failed } : null;

const parsed = <T>(file: string, as: (read: Read) => T | null): T | null => {
  const bytes = readIfThere(file);
  if (bytes === null) return null;
  try {
    const read: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof read === 'object' && read !== null ? as(read as Read) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

export const hostFiles = (folder: string): HostFiles => {
  const [choiceFile, runningFile, stopFile] = ['host.json', 'running.json', 'stop'].map((name) => path.join(folder, name)) as [string, string, string];
  return {
    folder,
    data: path.join(folder, 'data'),
    logs: path.join(folder, 'logs'),
    profile: path.join(folder, 'profile'),
    choice: () => parsed(choiceFile, asChoice) ?? { wanted: false, port: null },
    choose: (next) => writeAtomically(choiceFile, JSON.stringify(next)),
    running: () => parsed(runningFile, asRunning),
    setRunning: (state) => {
      if (state === null) rmSync(runningFile, { force: true });
      else writeAtomically(runningFile, JSON.stringify(state));
    },
    askToStop: () => writeAtomically(stopFile, ''),
    isAskedToStop: () => existsSync(stopFile),
    forgetStop: () => rmSync(stopFile, { force: true }),
  };
};
