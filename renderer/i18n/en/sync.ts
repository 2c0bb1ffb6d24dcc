import type { Words } from '../words.ts';
import type { sync as es } from '../es/sync.ts';

export const sync: Words<typeof es> = {
  title: 'Sync',
};
