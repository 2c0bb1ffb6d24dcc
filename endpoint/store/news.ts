/** What the processes on the same data tell each other: hints, each of which may be lost without harm. */
export type News =
  | {
      readonly is: 'rows';
      readonly head: number;
      /** The clients whose rows have changed; null: everybody has to look. */
      readonly scopes: readonly string[] | null;
      /** The device that sent them, and so knows already. */
      readonly by: string | null;
    }
  /** The device's, or the person's, streams are to be ended. */
  | { readonly is: 'end'; readonly device: string }
  | { readonly is: 'end'; readonly user: string }
  /** Some tokens are no longer good. */
  | { readonly is: 'revoked' }
  /** Something may have been missed. */
  | { readonly is: 'gap' };

export interface Others {
  readonly tell: (news: News) => void;
  /** What the others tell; never what this process has told itself. */
  readonly hear: (listener: (news: News) => void) => void;
}

/** A process that has its data for itself. */
export const nobodyElse: Others = { tell: () => undefined, hear: () => undefined };

/** Both of them at once, for whoever looks for either. */
export const bothScopes = (a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null =>
  a === null || b === null ? null : [...new Set([...a, ...b])];
