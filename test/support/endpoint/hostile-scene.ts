import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defaultLimits } from '#endpoint/http/limits.ts';
import { jsonLog } from '#endpoint/log.ts';
import { askStored } from './database.ts';
import { addEvidence, addMessage, addTime, insertTicket } from './sample.ts';
import { openScene, type Scene } from './scene.ts';
import { createTus, sha256Of } from './tus.ts';
import { newId, type WireDesk } from './wire.ts';

/** A team with something to hide, and a desk that serves one client only and wants the other's. */
export interface HostileScene extends Scene {
  /** Serves `nogal` and has a ticket there. */
  readonly guest: WireDesk;
  readonly ticket: string;
  /** Of `prado`: what the guest must neither see nor change. */
  readonly hidden: { readonly ticket: string; readonly entry: string; readonly message: string; readonly evidence: string; readonly sha256: string };
  /** All that stands in the database, but what a refused op may leave: receipts and counts. With `besides`, without that client's rows. */
  readonly fingerprint: (besides?: string) => readonly string[];
  /** Failures that the endpoint did not expect. */
  readonly failures: () => readonly string[];
}

/** Stands in every text that the guest must never be told. */
export const secret = 'Secreto-7f3a';
/** Where the team's things stand. What asking leaves behind whatever comes of it, receipts and counts, is not among them. */
const tables = ['entity_row', 'credential', 'blob_sender', 'invitation', 'departure'] as const;

const dump = (dir: string, besides: string | undefined): string[] =>
  tables.flatMap((table) =>
    askStored<Record<string, unknown>>(dir, `SELECT * FROM ${table}`)
      .filter((row) => besides === undefined || row['scope'] !== besides)
      .map((row) => `${table} ${JSON.stringify(row)}`),
  );

export const openHostileScene = async (): Promise<HostileScene> => {
  const lines: string[] = [];
  const scene = await openScene({ limits: { ...defaultLimits, device: 0, address: 0, signIn: 0 }, log: jsonLog((line) => lines.push(line), Date.now) });
  const { server, desk, nogal, prado, join } = scene;
  const guest = await join([nogal]);
  const ticket = newId();
  await guest.push([guest.op(insertTicket(nogal, ticket))]);
  const bytes = new Uint8Array(Buffer.from(secret));
  const hidden = { ticket: newId(), entry: newId(), message: newId(), evidence: newId(), sha256: sha256Of(bytes) };
  await desk.push([
    desk.op(insertTicket(prado, hidden.ticket, { title: secret })),
    desk.op(addMessage(hidden.ticket, secret, hidden.message)),
    desk.op(addTime(hidden.ticket, desk.userId(), hidden.entry)),
    desk.op(addEvidence(hidden.ticket, hidden.sha256, bytes.length, desk.userId(), hidden.evidence)),
  ]);
  const tus = createTus(desk, server.address);
  await tus.patch((await tus.create(bytes.length, hidden.sha256)).path, 0, bytes);
  return {
    ...scene,
    guest,
    ticket,
    hidden,
    fingerprint: (besides) => [...dump(server.dir, besides), ...readdirSync(path.join(server.dir, 'blobs'), { recursive: true }).map(String)].sort(),
    failures: () => lines.filter((line) => line.includes('"level":"error"')),
  };
};
