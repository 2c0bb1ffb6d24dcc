import { startTransition, useCallback, useLayoutEffect, useState, type RefObject } from 'react';

export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Rows kept ready above and below what is seen, and the step in which the window moves: few repaints while scrolling. */
const OVERSCAN = 8;
const STEP = 4;

/** Without spare rows what is seen and no more: a start draws every card of its first picture from nothing. */
const around = ({ first, last }: RowWindow, spare: number): RowWindow =>
  spare === 0 ? { first: Math.max(0, first), last } : { first: Math.max(0, Math.floor((first - spare) / STEP) * STEP), last: Math.ceil((last + spare) / STEP) * STEP };

/**
 * Which rows of equal height to draw in a scrolling element; changes only when the window moves by a step. `seen`: the
 * rows to begin with. The spare ones come after the first paint, a few at a time, so that no key waits for them.
 */
export const useRowWindow = (scroller: RefObject<HTMLElement | null>, row: number, seen: RowWindow, onScroll: (top: number, height: number) => void): RowWindow => {
  const [held, setHeld] = useState<RowWindow>(() => around(seen, 0));
  const measure = useCallback(
    (spare: number): void => {
      const element = scroller.current;
      if (element === null) return;
      const { scrollTop, clientHeight } = element;
      onScroll(scrollTop, clientHeight);
      const next = around({ first: Math.floor(scrollTop / row), last: Math.ceil((scrollTop + clientHeight) / row) }, spare);
      // What was drawn before anything was measured may be a row more than is seen: that is no reason to draw again.
      const enough = ({ first, last }: RowWindow): boolean => first === next.first && (spare === 0 ? last >= next.last : last === next.last);
      setHeld((before) => (enough(before) ? before : next));
    },
    [scroller, row, onScroll],
  );
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    measure(0);
    const onScrolled = (): void => measure(OVERSCAN);
    // Also told of the size that it begins with.
    const resized = new ResizeObserver(() => startTransition(onScrolled));
    resized.observe(element);
    element.addEventListener('scroll', onScrolled, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', onScrolled);
    };
  }, [measure, scroller]);
  return held;
};
