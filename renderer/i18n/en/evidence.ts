import type { Words } from '../words.ts';
import type { evidence as es } from '../es/evidence.ts';

export const evidence: Words<typeof es> = {
  title: 'Evidence',
};
