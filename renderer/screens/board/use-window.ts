import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/** Rows kept ready above and below what is seen, and the step in which the window moves: few repaints while scrolling. */
const OVERSCAN = 8;
const STEP = 4;

const windowOf = (top: number, height: number, row: number): RowWindow => {
  const first = Math.floor(top / row);
  const last = Math.ceil((top + height) / row);
  return { first: Math.max(0, Math.floor((first - OVERSCAN) / STEP) * STEP), last: Math.ceil((last + OVERSCAN) / STEP) * STEP };
};

/** Which rows of equal height to draw in a scrolling element. Changes only when the window moves by a step. */
export const useRowWindow = (scroller: RefObject<HTMLElement | null>, row: number, onScroll: (top: number, height: number) => void): RowWindow => {
  const [held, setHeld] = useState<RowWindow>({ first: 0, last: 24 });
  const measure = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    onScroll(element.scrollTop, element.clientHeight);
    const next = windowOf(element.scrollTop, element.clientHeight, row);
    setHeld((before) => (before.first === next.first && before.last === next.last ? before : next));
  }, [scroller, row, onScroll]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [measure, scroller]);
  return held;
};
