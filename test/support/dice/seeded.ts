/** mulberry32: small, seedable dice for tests that must be repeatable from a printed seed. Answers in [0, 1). */
export const seededDice = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** The seed of this run: CARRIL_SEED, or one from the clock; print it. */
export const runSeed = (): number => Number(process.env['CARRIL_SEED'] ?? Date.now() % 2_147_483_647);
