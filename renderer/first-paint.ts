import { useBoard } from './stores/board.ts';
import { useDesk } from './stores/desk.ts';

/** Whether what is painted now is what stays: the board with its cards, the first run, or what keeps the desk from opening. */
const known = (): boolean => {
  const { desk, session } = useDesk.getState();
  if (desk === null || desk.status === 'starting') return false;
  if (desk.status !== 'ready') return true;
  if (session === null) return false;
  const { loaded, error } = useBoard.getState();
  return session.user === null || loaded || error !== null;
};

/**
 * The font of nearly all text. Before it is there the system's fonts would be asked for one by one, in another process, to
 * measure text that is measured again a moment later.
 */
const textFont = "13px 'Inter Variable'";

/** Resolves once there is something to paint, and its font; at the latest after `limitMs`: a window that opens slowly must say so. */
export const readyToPaint = (limitMs: number): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      for (const forget of forgets) forget();
      resolve();
    };
    let font = false;
    const look = (): void => {
      if (font && known()) done();
    };
    const timer = setTimeout(done, limitMs);
    const forgets = [useDesk.subscribe(look), useBoard.subscribe(look)];
    const fontIsThere = (): void => {
      font = true;
      look();
    };
    // Without its font text is readable all the same.
    document.fonts.load(textFont).then(fontIsThere, fontIsThere);
  });
