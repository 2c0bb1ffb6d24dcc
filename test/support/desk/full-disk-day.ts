import process from 'node:process';
import { AppError } from '#shared/errors.ts';
import { acme, ana, bareDesk } from './bare-desk.ts';
import { noisyPng, smallPng } from './small-png.ts';

/** A process that works until the disk is full and says, as JSON, what was confirmed and what it was told. Arguments: folder, most tickets to make. */
const [dir = '', most = '0'] = process.argv.slice(2);
const desk = bareDesk({ dir, clock: { now: () => Date.now() }, user: ana });

const toldBy = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

const captured_at = '2026-06-12T15:00:00.000Z';
const tickets: string[] = [];
const create = async (): Promise<void> => void tickets.push((await desk.call('ticket.create', { title: 'x', client: acme, channel: 'phone', description: 'y'.repeat(50_000) })).id);
await create();
const ticket = tickets[0] ?? '';
const draft = await desk.call('evidence.stage', { png: smallPng(), ticket, captured_at });
const { sha256 } = await desk.call('evidence.attach', { draft: draft.id, ticket, stage: 'after', visibility: 'client', note: 'n' });
const picture = await toldBy(() => desk.call('evidence.stage', { png: noisyPng(6_000_000), ticket, captured_at }));
let written = 'done';
while (written === 'done' && tickets.length < Number(most)) written = await toldBy(create);
const small = await toldBy(() => desk.call('board.counts', { filter: {} }));
process.stdout.write(JSON.stringify({ tickets, sha256, picture, written, reading: small }));
