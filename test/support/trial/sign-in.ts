import type { DeskParty } from './desk-party.ts';
import { personOf } from './grants.ts';
import type { Network } from './network.ts';
import { quiet } from './quiet.ts';
import type { VirtualTime } from './virtual-time.ts';
import { clear } from './weather.ts';

export const password = 'a long enough password';
export const emailOf = (person: string): string => `${person}@example.test`;

/** Delivers what is sent, and lets time pass where nothing is, until the work has ended. */
export const during = async <T>({ network, time }: { readonly network: Network; readonly time: VirtualTime }, work: Promise<T>): Promise<T> => {
  const going = { on: true };
  const ended = work.finally(() => (going.on = false));
  ended.catch(() => undefined);
  while (going.on) {
    await quiet();
    if (going.on && !network.step(clear)) time.fireNext();
  }
  return ended;
};

/** As the person of the seat does. */
export const signIn = async (around: { readonly network: Network; readonly time: VirtualTime }, desk: DeskParty): Promise<void> =>
  void (await during(around, desk.call('session.signIn', { address: 'http://endpoint.test', email: emailOf(personOf(desk.name)), password })));
