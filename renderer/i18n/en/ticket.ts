import type { Words } from '../words.ts';
import type { ticket as es } from '../es/ticket.ts';

export const ticket: Words<typeof es> = {
  title: 'Ticket',
};
