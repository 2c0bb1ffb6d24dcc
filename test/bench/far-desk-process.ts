import { benchCore } from './bench-core.ts';
import type { FarAnswer, FarCall } from './far-desk.ts';

/** The process of `far-desk.ts`: `node far-desk-process.ts DIR`. */
const { core } = await benchCore(process.argv[2] ?? '');

const answer = async ({ method, input }: FarCall): Promise<unknown> => {
  if (method === 'post') return (await fetch(input.url, { method: 'POST', body: input.body })).text();
  return await (core.handlers[method] as (given: unknown) => unknown)(input);
};

process.on('message', (call: FarCall) => {
  // Whoever posts for the floor has its rows on disk already: its time begins where it sends.
  const began = process.hrtime.bigint();
  void answer(call).then((value) => {
    const at = call.method === 'post' ? began : process.hrtime.bigint();
    process.send?.({ id: call.id, value, atNs: String(at) } satisfies FarAnswer);
  });
});
process.on('disconnect', () => void core.close().then(() => process.exit(0)));
process.send?.({ id: 0, value: null, atNs: '0' } satisfies FarAnswer);

