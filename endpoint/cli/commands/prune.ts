import { command, print } from '../command.ts';
import { withEndpoint } from '../with-endpoint.ts';

export const prune = command({
  name: 'prune',
  summary: 'Lets go of what no desk will ask for any more, a little at a time, while it serves; a server does it by itself every six hours.',
  operand: null,
  options: ['dir', 'database-url', 'answer-days'],
  run: (where) =>
    withEndpoint(where, async (endpoint) => {
      const { answers, tombstones } = await endpoint.prune();
      print(`Let go of ${answers} answers and ${tombstones} ends of rows`);
    }),
});
