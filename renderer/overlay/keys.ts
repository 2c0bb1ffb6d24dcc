import { middle, moved, resized, whole, type Bounds, type Box } from './selection.ts';

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export type KeyAction =
  | { readonly is: 'select'; readonly box: Box }
  | { readonly is: 'accept'; readonly box: Box }
  | { readonly is: 'copy'; readonly box: Box }
  | { readonly is: 'nextDisplay' }
  | { readonly is: 'delay' }
  | { readonly is: 'cancel' };

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What a key does to the selection; null: nothing. Without a selection, accepting takes the whole display. */
export const actionOf = (key: Key, selection: Box | null, bounds: Bounds): KeyAction | null => {
  const direction = directions[key.key];
  if (direction !== undefined) {
    if (key.ctrlKey || key.metaKey) return null;
    const step = key.shiftKey ? 10 : 1;
    const by = { x: direction[0] * step, y: direction[1] * step };
    if (selection === null) return { is: 'select', box: middle(bounds) };
    return { is: 'select', box: key.altKey ? resized(selection, by, bounds) : moved(selection, by, bounds) };
  }
  const chosen = selection ?? whole(bounds);
  const name = key.key.toLowerCase();
  if (key.ctrlKey || key.metaKey) return name === 'c' && !key.altKey ? { is: 'copy', box: chosen } : null;
  if (key.altKey) return null;
  switch (name) {
    case 'enter':
      return { is: 'accept', box: chosen };
    case 'escape':
      return { is: 'cancel' };
    case 'tab':
      return { is: 'nextDisplay' };
    case 'f':
      return { is: 'select', box: whole(bounds) };
    case 'd':
      return { is: 'delay' };
    default:
      return null;
  }
};
