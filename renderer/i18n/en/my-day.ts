import type { Words } from '../words.ts';
import type { myDay as es } from '../es/my-day.ts';

export const myDay: Words<typeof es> = {
  title: 'My day',
};
