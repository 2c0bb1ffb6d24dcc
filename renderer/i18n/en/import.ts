import type { Words } from '../words.ts';
import type { importing as es } from '../es/import.ts';

export const importing: Words<typeof es> = {
  title: 'Import',
};
