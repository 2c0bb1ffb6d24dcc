/** A hidden window has no frames. */
const hiddenMs = 100;

let queue: Promise<void> = Promise.resolve();

const frame = (): Promise<void> =>
  new Promise((resolve) => {
    const next = (): void => {
      clearTimeout(timer);
      cancelAnimationFrame(asked);
      resolve();
    };
    const timer = setTimeout(next, hiddenMs);
    const asked = requestAnimationFrame(next);
  });

/**
 * Resolves in a frame that nobody else of those who wait here gets: several lanes full of new cards, painted at once, would
 * leave a key unanswered for as long as all of them take.
 */
export const ownFrame = (): Promise<void> => {
  queue = queue.then(frame);
  return queue;
};
