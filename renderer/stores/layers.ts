import { useEffect } from 'react';

/**
 * How many layers (dialogs, menus, popovers, lists) are open. While one is, single keys belong to it and Esc closes it
 * alone. A plain number and not a store: nothing is painted from it.
 */
let open = 0;

export const layersOpen = (): number => open;

/** Counts a layer for as long as the component shows it. */
export const useLayer = (shown: boolean): void => {
  useEffect(() => {
    if (!shown) return undefined;
    open += 1;
    return () => {
      open -= 1;
    };
  }, [shown]);
};
