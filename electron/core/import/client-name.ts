/** Two spellings of one client's name: accents, case and spaces don't part them. */
export const clientKey = (name: string): string =>
  name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
