import type { CoreMethod } from './core.ts';

/** Milliseconds after which a caller of the engine gives up. */
const usual = 20_000;

/** Where that is not enough; null: long work that reports progress. Apart from the contract, so that a caller does not carry its schemas. */
const special: Readonly<Partial<Record<CoreMethod, number | null>>> = {
  'evidence.fetch': 120_000,
  'sync.now': 60_000,
  'copy.make': 300_000,
  'import.inspect': 60_000,
  'import.preview': null,
  'import.undo': null,
};

export const timeLimitOf = (name: CoreMethod): number | null => {
  const limit = special[name];
  return limit === undefined ? usual : limit;
};
