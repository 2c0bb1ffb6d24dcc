export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Theme = 'system' | 'light' | 'dark';
export type Locale = 'es' | 'en';

/** What the shell remembers of its window between runs. */
export interface WindowState {
  readonly bounds: Rect | null;
  readonly maximised: boolean;
  readonly theme: Theme;
  /** Null: as the system. */
  readonly locale: Locale | null;
}

export const firstState: WindowState = { bounds: null, maximised: false, theme: 'system', locale: null };
export const usualSize = { width: 1440, height: 900 };
export const leastSize = { width: 1024, height: 640 };
/** How much of the title bar must be on a display for the window to be within reach. */
const within = { width: 120, height: 32 };

const isRect = (value: unknown): value is Rect => {
  if (typeof value !== 'object' || value === null) return false;
  const rect = value as Record<keyof Rect, unknown>;
  return (['x', 'y', 'width', 'height'] as const).every((side) => Number.isSafeInteger(rect[side]));
};

/** Reads what was remembered; whatever is missing, damaged or unknown falls back to the first state, field by field. */
export const parseWindowState = (text: string): WindowState => {
  let found: Partial<Record<keyof WindowState, unknown>>;
  try {
    const parsed: unknown = JSON.parse(text);
    found = typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return firstState;
  }
  return {
    bounds: isRect(found.bounds) ? found.bounds : null,
    maximised: found.maximised === true,
    theme: found.theme === 'light' || found.theme === 'dark' ? found.theme : 'system',
    locale: found.locale === 'es' || found.locale === 'en' ? found.locale : null,
  };
};

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/**
 * Where the window opens: where it was, if its title bar is still within reach on one of the displays' work areas, never
 * larger than that display; else null, and the system places it.
 */
export const reachableBounds = (bounds: Rect | null, workAreas: readonly Rect[]): Rect | null => {
  if (bounds === null) return null;
  const bar = { ...bounds, height: within.height };
  const home = workAreas.find(
    (area) => overlap(bar.x, bar.width, area.x, area.width) >= within.width && overlap(bar.y, bar.height, area.y, area.height) >= within.height / 2,
  );
  if (home === undefined) return null;
  return {
    x: bounds.x,
    y: bounds.y,
    width: Math.max(leastSize.width, Math.min(bounds.width, home.width)),
    height: Math.max(leastSize.height, Math.min(bounds.height, home.height)),
  };
};

/** The page's own background, so that nothing flashes before its first paint. */
export const backgroundOf = (dark: boolean): string => (dark ? '#0b1015' : '#f9fafb');
