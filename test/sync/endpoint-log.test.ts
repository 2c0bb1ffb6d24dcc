import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PullRow } from '#shared/sync/protocol.ts';
import { projectRoot } from '#build/project.ts';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { demoUser, seedDemo } from '#endpoint/demo/seed.ts';
import { jsonLog } from '#endpoint/log.ts';
import { databaseFor } from '#test/support/endpoint/database.ts';
import { addEvidence, addMessage, addTime, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { spawnEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';

const lines: string[] = [];
const log = jsonLog((line) => void lines.push(line), Date.now);

/** What people write: every text of a row that is no id, time, hash, stamp or word of the program's own lists. */
const isWritten = (text: string): boolean => text.length >= 4 && (/\s/.test(text) || /[^a-z0-9_:.+/-]/i.test(text)) && !/^\d{4}-\d\d-\d\d/.test(text) && !/^[0-9a-f-]{20,}$/.test(text);

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

test('the log of a busy run holds no title, note, name, message, password or token', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'carril-log-'));
  try {
    const seeded = await createEndpoint({ dir, databaseUrl: databaseFor(dir), clock: Date.now, log });
    await seedDemo(seeded, { nowMs: Date.now(), random: (bytes) => randomBytes(bytes), pictures: path.join(projectRoot, 'endpoint/demo/pictures') });
    await seeded.setPassword(demoUser.email, 'una clave secreta');
    await seeded.close();

    const server = await spawnEndpoint({ dir });
    server.child.stderr?.on('data', (chunk: string) => void lines.push(chunk));
    const desk = createWireDesk(server.address);
    expect((await desk.signIn(demoUser.email, 'otra clave secreta')).status).toBe(401);
    expect((await desk.signIn(demoUser.email, 'una clave secreta')).status).toBe(200);
    const [client, ticket] = [newId(), newId()];
    const bytes = Buffer.from('los bytes de una captura');
    await desk.push([
      desk.op(insertClient(client, 'Cerámica Altiplano')),
      desk.op(insertTicket(client, ticket, { title: 'Secreto del título', description: 'Lo que nadie debe leer', requester_name: 'Rosaura Quispe' })),
      desk.op(addMessage(ticket, 'El mensaje privado')),
      desk.op(addTime(ticket, desk.userId())),
      desk.op(addEvidence(ticket, sha256Of(bytes), bytes.length, desk.userId())),
      desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { title: '  ' } }),
      desk.op({ kind: 'patch', entity: 'ticket', key: newId(), fields: { title: 'Un título perdido' } }),
    ]);
    const tus = createTus(desk, server.address);
    const upload = await tus.create(bytes.length, sha256Of(bytes));
    expect((await tus.patch(upload.path, 0, Buffer.from(bytes))).status).toBe(204);
    const wrong = await tus.create(bytes.length, sha256Of(Buffer.from('otros bytes')));
    expect((await tus.patch(wrong.path, 0, Buffer.from(bytes))).code).toBe('evidence_damaged');
    await desk.post('/v1/push', '{"title": "Un cuerpo que se rompe');
    await desk.post('/v1/push', { ...desk.request([]), ops: [{ title: 'Un cuerpo de otra forma' }] });
    await desk.raw('/v1/Rosaura%20Quispe?title=Secreto%20en%20la%20ruta');
    await desk.raw('/v1/blobs/sha256/Rosaura-Quispe-la-del-hash');
    const { rows } = await desk.pull(0, 20_000);
    expect(await server.stop()).toBe(0);

    const text = lines.join('');
    const events = new Set([...text.matchAll(/"event":"([^"]+)"/g)].map((match) => match[1]));
    for (const event of ['push', 'request', 'stopped']) expect(events).toContain(event);
    const written = new Set([...rows.flatMap((row: PullRow) => textsOf(row.row)), 'Un título perdido', 'Un cuerpo', 'otra clave secreta', 'una clave secreta', 'los bytes de una captura'].filter(isWritten));
    expect(written.size).toBeGreaterThan(100);
    expect(written).toContain('Secreto del título');
    expect([...written].filter((each) => text.includes(each) || text.includes(encodeURIComponent(each)))).toEqual([]);
    expect(text).not.toMatch(/Rosaura|Quispe|Secreto|Altiplano/);
    expect(text).not.toContain(String(desk.headers()['authorization']).slice(7));
    expect(text.split('\n').filter((line) => line.includes('"internal"'))).toEqual([]);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
