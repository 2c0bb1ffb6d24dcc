/** Milliseconds until a file that could not be had is asked for again, doubled each time. */
const firstMs = 30_000;
const longestMs = 3_600_000;

/** Which files may be asked for: one that came damaged or was refused must neither be given up nor be fetched all day long. */
export interface Patience {
  readonly mayTry: (sha256: string) => boolean;
  readonly failed: (sha256: string) => void;
  readonly forget: (sha256: string) => void;
  /** A person asks: everything may be tried at once. */
  readonly forgetAll: () => void;
}

export const createPatience = (now: () => number): Patience => {
  const waits = new Map<string, { readonly tries: number; readonly until: number }>();
  return {
    mayTry: (sha256) => now() >= (waits.get(sha256)?.until ?? 0),
    failed: (sha256) => {
      const tries = (waits.get(sha256)?.tries ?? 0) + 1;
      waits.set(sha256, { tries, until: now() + Math.min(longestMs, firstMs * 2 ** (tries - 1)) });
    },
    forget: (sha256) => void waits.delete(sha256),
    forgetAll: () => waits.clear(),
  };
};
