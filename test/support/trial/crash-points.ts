import Sqlite from 'better-sqlite3';

/** Told before and after each transaction of the files that are watched: the moments between which a crash leaves different things. */
export type CrashPoint = (file: string) => void;

/** Watches the transactions of every database of this process. Answers with how to stop. */
export const watchTransactions = (at: CrashPoint): (() => void) => {
  const { prototype } = Sqlite as unknown as { prototype: Sqlite.Database };
  const real = prototype.transaction;
  Object.assign(prototype, {
    transaction(this: Sqlite.Database, work: () => unknown) {
      const made = real.call(this, work);
      const immediate = (): unknown => {
        at(this.name);
        const result: unknown = made.immediate();
        at(this.name);
        return result;
      };
      return Object.assign((): unknown => made(), { immediate, deferred: () => made.deferred(), exclusive: () => made.exclusive() });
    },
  });
  return () => void Object.assign(prototype, { transaction: real });
};

/** Counts down to a crash, over the points and turns that pass. */
export interface Fuse {
  /** From now on `points` points pass before it burns; `commits`: only the moments around transactions count. */
  readonly light: (points: number, commits: boolean) => void;
  readonly putOut: () => void;
  /** One point passes. True the moment it burns. */
  readonly pass: (commit: boolean) => boolean;
}

export const createFuse = (): Fuse => {
  let left: number | null = null;
  let onlyCommits = false;
  return {
    light: (points, commits) => {
      left = points;
      onlyCommits = commits;
    },
    putOut: () => void (left = null),
    pass: (commit) => {
      if (left === null || (onlyCommits && !commit)) return false;
      left -= 1;
      if (left > 0) return false;
      left = null;
      return true;
    },
  };
};
