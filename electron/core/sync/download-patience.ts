/** Milliseconds until a file that could not be had is asked for again, doubled each time. */
const firstMs = 30_000;
const longestMs = 3_600_000;

/** One try at a file; its end is told once. */
export interface Try {
  readonly came: () => void;
  readonly failed: () => void;
}

/** Which files may be asked for: one that came damaged or was refused must neither be given up nor be fetched all day long. */
export interface Patience {
  /** null where the file has to wait. */
  readonly begin: (sha256: string) => Try | null;
  /** A person asks: everything may be tried at once, also what is being tried in vain just now. */
  readonly forgetAll: () => void;
}

export const createPatience = (now: () => number): Patience => {
  let waits = new Map<string, { readonly tries: number; readonly until: number }>();
  return {
    begin: (sha256) => {
      if (now() < (waits.get(sha256)?.until ?? 0)) return null;
      // Those of before a person's ask count into what was forgotten then.
      const mine = waits;
      return {
        came: () => void mine.delete(sha256),
        failed: () => {
          const tries = (mine.get(sha256)?.tries ?? 0) + 1;
          mine.set(sha256, { tries, until: now() + Math.min(longestMs, firstMs * 2 ** (tries - 1)) });
        },
      };
    },
    forgetAll: () => {
      waits = new Map();
    },
  };
};
