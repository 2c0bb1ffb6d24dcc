/** What the test tells a desk's process. */
export type DeskOrder =
  | { readonly is: 'work'; readonly address: string; readonly email: string; readonly password: string; readonly client: string }
  | { readonly is: 'settle' }
  | { readonly is: 'close' };

/** A step that the engine has confirmed; `name` is the ticket's id or the text that marks the row. */
export interface Done {
  readonly is: 'done';
  readonly what: 'ticket' | 'message' | 'entry' | 'picture';
  readonly name: string;
}

export type DeskWord = Done | { readonly is: 'ready' } | { readonly is: 'settled' };
