import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { listenTo } from '#test/support/endpoint/listener.ts';
import { addEvidence, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';

const password = 'la clave';

/** Two processes of the command line on one database and one folder of evidence. */
const twoProcesses = async (): Promise<{ readonly dir: string; readonly one: SpawnedEndpoint; readonly two: SpawnedEndpoint }> => {
  const dir = temporaryFolder();
  for (const name of ['ana', 'luz']) {
    await runEndpointCli(['add-user', '--dir', dir, '--name', name, '--email', `${name}@carril.app`, '--role', 'lead', '--password-stdin'], password);
  }
  const [one, two] = await Promise.all([spawnEndpoint({ dir }), spawnEndpoint({ dir })]);
  onTestFinished(async () => {
    await Promise.all([one.kill(), two.kill()]);
  });
  return { dir, one, two };
};

test('who signs in at one is known at the other; what is pushed to one is poked, and pulled, at the other', async () => {
  const { dir, one, two } = await twoProcesses();
  const device = newId();
  const [ana, anaAtTwo] = [createWireDesk(one.address, device), createWireDesk(two.address, device)];
  const luz = createWireDesk(two.address);
  expect((await ana.signIn('ana@carril.app', password)).status).toBe(200);
  expect((await luz.signIn('luz@carril.app', password)).status).toBe(200);
  const live = await listenTo(two.address, luz);
  const client = newId();
  await ana.push([ana.op(insertClient(client))]);
  await expect.poll(() => live.heads.length, { timeout: 5000 }).toBeGreaterThan(1);
  expect((await luz.pull()).rows.some((row) => row.key === client)).toBe(true);
  expect((await fetch(`${two.address}/v1/pull?since=0&inc=1`, { headers: ana.headers() })).status).toBe(200);
  expect(anaAtTwo.deviceId).toBe(ana.deviceId);

  // Both write at once: one order, no hole, all of it for everybody.
  const before = (await luz.pull()).end.head;
  await Promise.all([ana, luz].map(async (desk) => {
    for (let n = 0; n < 15; n += 1) await desk.push([desk.op(insertTicket(client))]);
  }));
  const pulled = await luz.pull(before);
  expect(pulled.order).toEqual(Array.from({ length: 30 }, (_, index) => before + 1 + index));
  const numbers = pulled.rows.map((row) => Number(row.row['number'])).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));

  // Revoked by a third process, the stream at the second ends at once.
  await runEndpointCli(['revoke-device', '--dir', dir, '--device', luz.deviceId]);
  await live.ended;
  expect((await luz.raw('/v1/pull?since=0&inc=1')).code).toBe('token_revoked');
});

test('an upload that was begun at one goes on at the other, and is fetched from either; one that dies is not missed', async () => {
  const { one, two } = await twoProcesses();
  const ana = createWireDesk(one.address);
  await ana.signIn('ana@carril.app', password);
  const [client, ticket] = [newId(), newId()];
  const bytes = new Uint8Array(randomBytes(200_000));
  const sha256 = sha256Of(bytes);
  await ana.push([ana.op(insertClient(client)), ana.op(insertTicket(client, ticket)), ana.op(addEvidence(ticket, sha256, bytes.length, ana.userId()))]);
  const [atOne, atTwo] = [createTus(ana, one.address), createTus(ana, two.address)];
  const upload = await atOne.create(bytes.length, sha256);
  expect((await atOne.patch(upload.path, 0, bytes.slice(0, 70_000))).status).toBe(204);
  expect(await atTwo.offset(upload.path)).toMatchObject({ status: 200, offset: 70_000 });
  expect((await atTwo.patch(upload.path, 70_000, bytes.slice(70_000))).status).toBe(204);
  for (const { address } of [one, two]) {
    const whole = await fetch(`${address}/v1/blobs/sha256/${sha256}`, { headers: ana.headers() });
    expect(sha256Of(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256);
  }
  await one.kill();
  const pulled = await fetch(`${two.address}/v1/pull?since=0&inc=1`, { headers: ana.headers() });
  expect(await pulled.text()).toContain('"upload":"stored"');
});
