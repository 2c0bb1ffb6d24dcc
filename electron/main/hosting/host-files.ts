import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../atomic-file.ts';

/** What is kept between starts: whether the team is hosted here, and under which port its desks know it. */
const choice = z.object({ wanted: z.boolean(), port: z.int().min(1).max(65_535).nullable() });
export type HostChoice = z.infer<typeof choice>;

/** What the host process says of itself while it runs. */
const running = z.object({
  pid: z.int(),
  /** Null until it listens. */
  port: z.int().nullable(),
  /** For the first admin, while there is none. */
  code: z.string().nullable(),
  /** Why it could not start. */
  failed: z.string().nullable(),
});
export type HostRunning = z.infer<typeof running>;

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

const parsed = <S extends z.ZodType>(shape: S, file: string): z.output<S> | null => {
  const bytes = readIfThere(file);
  if (bytes === null) return null;
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    // Written by another version, or damaged: it counts as none.
    return null;
  }
};

export const hostFiles = (folder: string): HostFiles => {
  const [choiceFile, runningFile, stopFile] = ['host.json', 'running.json', 'stop'].map((name) => path.join(folder, name)) as [string, string, string];
  return {
    folder,
    data: path.join(folder, 'data'),
    logs: path.join(folder, 'logs'),
    profile: path.join(folder, 'profile'),
    choice: () => parsed(choice, choiceFile) ?? { wanted: false, port: null },
    choose: (next) => writeAtomically(choiceFile, JSON.stringify(next)),
    running: () => parsed(running, runningFile),
    setRunning: (state) => {
      if (state === null) rmSync(runningFile, { force: true });
      else writeAtomically(runningFile, JSON.stringify(state));
    },
    askToStop: () => writeAtomically(stopFile, ''),
    isAskedToStop: () => existsSync(stopFile),
    forgetStop: () => rmSync(stopFile, { force: true }),
  };
};
