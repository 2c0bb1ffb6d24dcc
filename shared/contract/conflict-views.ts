export interface ConflictSide {
  /** A code of the domain (state, severity), a name or a text; null where nothing was set. */
  readonly value: string | null;
  readonly by: string | null;
  readonly mine: boolean;
}

/** Two people set the same thing without having seen each other. */
export interface ConflictView {
  readonly id: string;
  readonly ticket: { readonly id: string; readonly code: string; readonly title: string };
  readonly register: string;
  readonly at: string;
  readonly kept: ConflictSide;
  readonly lost: ConflictSide;
  /** What both began from, where it is known. */
  readonly base: { readonly value: string | null } | null;
  readonly combinable: boolean;
  /** Null: nobody has looked yet, or nobody has to. */
  readonly decision: 'kept' | 'lost' | 'combined' | null;
  readonly lookedBy: string | null;
  readonly lookedAt: string | null;
}
