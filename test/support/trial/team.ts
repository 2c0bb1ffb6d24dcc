import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seededDice } from '#test/support/dice/seeded.ts';
import { deskParty, type DeskParty, type SavedDesk } from './desk-party.ts';
import { endpointParty } from './endpoint-party.ts';
import { createNetwork } from './network.ts';
import { personOf } from './grants.ts';
import { seedCrypto } from './seeded-crypto.ts';
import { settle } from './settle.ts';
import { emailOf, password, signIn } from './sign-in.ts';
import { virtualTime } from './virtual-time.ts';

export const morning = Date.parse('2026-06-12T12:00:00.000Z');

/** Desks whose people see everything, one that sees a single client, and second desks of the same people. */
export const seats = [
  { name: 'ana', role: 'lead', all: true },
  { name: 'luz', role: 'consultant', all: true },
  { name: 'eva', role: 'consultant', all: false },
  { name: 'ana-2', role: 'lead', all: true },
  { name: 'eva-2', role: 'consultant', all: false },
] as const;

/** A team that has met, closed in good order, to begin each run from: a password's hash costs more than a whole run. */
export interface MetTeam {
  readonly endpoint: string;
  readonly desks: readonly SavedDesk[];
  /** Bodies of the pushes so far. */
  readonly pushed: readonly string[];
}

/** A folder in memory where the system has one: what is tested here is order, not the disk's patience. */
export const trialFolder = (): string => mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'carril-trial-'));

export const meet = async (root: string): Promise<MetTeam> => {
  const dice = seededDice(1);
  const time = virtualTime(morning);
  const unseed = seedCrypto(dice);
  try {
    const endpoint = await endpointParty(root, null, () => undefined);
    const network = createNetwork(dice, () => endpoint);
    const desks: DeskParty[] = [];
    const settling = { endpoint, desks, network, time };
    let nogal: string | null = null;
    for (const { name, role, all } of seats) {
      const person = personOf(name);
      const grants = all || nogal === null ? null : [nogal];
      if (person === name) await endpoint.endpoint().addUser({ name: person, email: emailOf(person), password, role, profile: 'technical', clients: grants });
      const desk = await deskParty({ root, name, from: null, network, ahead: 0, confirmed: () => undefined });
      desks.push(desk);
      await signIn(settling, desk);
      if (nogal === null) {
        nogal = (await desk.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' })).id;
        const { id: prado } = await desk.call('client.create', { name: 'Prado', tz: 'America/La_Paz' });
        await desk.call('contact.create', { client: nogal, name: 'Rosa' });
        for (const client of [nogal, prado, nogal]) await desk.call('ticket.create', { title: 'Base', client, channel: 'phone' });
        await settle(settling);
      }
    }
    await settle(settling);
    for (const desk of desks) await desk.end();
    await endpoint.end();
    return { endpoint: endpoint.dir(), desks: desks.map((desk) => ({ dir: desk.dir(), token: desk.token() })), pushed: network.pushed };
  } finally {
    unseed();
    time.restore();
  }
};
