import type { Words } from '../words.ts';
import type { settings as es } from '../es/settings.ts';

export const settings: Words<typeof es> = {
  title: 'Settings',
};
