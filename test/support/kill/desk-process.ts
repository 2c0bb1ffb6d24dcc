import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { seededDice } from '#test/support/dice/seeded.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { readIfThere, writeAtomically } from '../../../electron/main/atomic-file.ts';
import type { DeskOrder, DeskWord, Done } from './desk-words.ts';

/**
 * A desk as a process of its own, to be killed: `desk-process.ts DIR SEED`. Once told where its endpoint is it works
 * through a consultant's day, over and over, and says each step after the engine has confirmed it.
 */
const [dir, seed] = process.argv.slice(2);
if (dir === undefined || seed === undefined) throw new Error('DIR SEED');
const dice = seededDice(Number(seed));
const tokenFile = path.join(dir, 'token.txt');

const say = (word: DeskWord): void => void process.send?.(word);
const done = (what: Done['what'], name: string): void => say({ is: 'done', what, name });

const desk: SyncedDesk = await openSyncedDesk({
  dir,
  token: readIfThere(tokenFile)?.toString() || null,
  onToken: (token) => writeAtomically(tokenFile, token ?? ''),
});

const signIn = async ({ address, email, password }: Extract<DeskOrder, { is: 'work' }>): Promise<void> => {
  while ((await desk.call('session.get', {})).user === null) {
    try {
      await desk.call('session.signIn', { address, email, password });
    } catch (error) {
      // The endpoint is being killed too.
      if (!(error instanceof AppError && error.code === 'endpoint_unreachable')) throw error;
      await sleep(50);
    }
  }
};

/** The first sync may be cut off as well. */
const clientIsHere = async (client: string): Promise<void> => {
  while (!(await desk.call('client.list', {})).some(({ id }) => id === client)) {
    await desk.call('sync.now', {});
    await sleep(30);
  }
};

const lanes = ['S1', 'S2', 'S3', 'S4'] as const;
const day = { going: true };

const work = async (client: string): Promise<void> => {
  for (let step = 0; day.going; step += 1) {
    const name = `${seed}-${step}`;
    const { id } = await desk.call('ticket.create', { title: `T ${name}`, client, channel: 'phone' });
    done('ticket', id);
    await desk.call('ticket.move', { id, lane: lanes[Math.floor(dice() * 4)] ?? 'S3', place: { at: 'top' } });
    await desk.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: `M ${name}` });
    done('message', `M ${name}`);
    const { cards } = await desk.call('board.page', { lane: lanes[Math.floor(dice() * 4)] ?? 'S3', offset: 0, limit: 20, filter: {} });
    const other = cards[Math.floor(dice() * cards.length)];
    if (other !== undefined) await desk.call('ticket.edit', { id: other.id, fields: { title: `E ${name}` } });
    await desk.call('timer.start', { ticket: id, tz: 'America/La_Paz' });
    await desk.call('timer.stop', { note: `N ${name}` });
    done('entry', `N ${name}`);
    const draft = await desk.call('evidence.stage', { png: smallPng(8, 4, Math.floor(dice() * 65_536)), ticket: id, captured_at: new Date().toISOString() });
    await desk.call('evidence.attach', { draft: draft.id, ticket: id, stage: 'before', visibility: 'client', note: `P ${name}` });
    done('picture', `P ${name}`);
    await sleep(dice() * 200);
  }
};

const settle = async (): Promise<void> => {
  day.going = false;
  for (let quiet = 0; quiet < 2; ) {
    const { waitingOps, blobs, state } = await desk.call('sync.now', {});
    quiet = waitingOps === 0 && blobs.waiting === 0 && state === 'idle' ? quiet + 1 : 0;
    await sleep(30);
  }
  say({ is: 'settled' });
};

const fail = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
};

const begin = async (order: Extract<DeskOrder, { is: 'work' }>): Promise<void> => {
  await signIn(order);
  await clientIsHere(order.client);
  say({ is: 'ready' });
  await work(order.client);
};

process.on('message', (order: DeskOrder) => {
  if (order.is === 'work') begin(order).catch(fail);
  else if (order.is === 'settle') settle().then(undefined, fail);
  else desk.close().then(() => process.exit(0), fail);
});
