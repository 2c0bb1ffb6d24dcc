import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLimits } from '#endpoint/http/limits.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { selfSigned } from '#test/support/endpoint/certificate.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { runEndpointCli, spawnEndpoint, startEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

let dir: string;
let scene: Scene | null = null;
let spawned: SpawnedEndpoint | null = null;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'carril-tls-'));
});
afterEach(async () => {
  await scene?.server.stop();
  await spawned?.kill();
  [scene, spawned] = [null, null];
  await rm(dir, { recursive: true, force: true });
});

const files = (): { readonly cert: string; readonly key: string } => ({ cert: path.join(dir, 'cert.pem'), key: path.join(dir, 'key.pem') });
const place = async (made: { readonly cert: string; readonly key: string }): Promise<void> => {
  await writeFile(files().cert, made.cert);
  await writeFile(files().key, made.key);
};

/** The name on the certificate that a new connection is shown. */
const shownName = (address: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(address).port), host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.end();
    });
    socket.once('error', reject);
  });

test('a desk joins and syncs over HTTPS; plain HTTP gets nothing; an unknown authority is not believed', async () => {
  const made = selfSigned('Uno');
  await place(made);
  const server = await startEndpoint({ tls: files() });
  try {
    expect(server.address).toMatch(/^https:/);
    await server.addUser({ name: 'Eva', email: 'eva@carril.app', password: 'correcta', role: 'lead' });
    await expect(fetch(server.address.replace('https', 'http'))).rejects.toThrow('fetch failed');
    const signIn = { address: server.address, email: 'eva@carril.app', password: 'correcta' };
    const desk = await openSyncedDesk();
    try {
      await expect(desk.call('session.signIn', signIn)).rejects.toMatchObject({ code: 'endpoint_unreachable' });
      setDefaultCACertificates([...getCACertificates('default'), made.cert]);
      await desk.call('session.signIn', signIn);
      const client = await desk.call('client.create', { name: 'Textiles Nogal', country: 'BO', tz: 'America/La_Paz' });
      await expect.poll(async () => (await desk.call('sync.status', {})).waiting, { timeout: 10_000 }).toBe(0);
      expect(await server.endpoint.has('client', client.id)).toBe(true);
    } finally {
      await desk.close();
    }
  } finally {
    await server.stop();
  }
});

test('a renewed certificate is taken into use on change; half a renewal changes nothing', async () => {
  await place(selfSigned('Uno'));
  const server = await startEndpoint({ tls: { ...files(), watchMs: 50 } });
  try {
    expect(await shownName(server.address)).toBe('Uno');
    const next = selfSigned('Dos');
    await writeFile(files().cert, next.cert);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await shownName(server.address)).toBe('Uno');
    await writeFile(files().key, next.key);
    await expect.poll(() => shownName(server.address), { timeout: 5000 }).toBe('Dos');
  } finally {
    await server.stop();
  }
});

test('the command line serves HTTPS and reads the files again on SIGHUP; what does not fit is named', async () => {
  await place(selfSigned('Uno'));
  const data = path.join(dir, 'data');
  const tls = ['--tls-cert', files().cert, '--tls-key', files().key];
  spawned = await spawnEndpoint({ dir: data, options: tls });
  expect(spawned.address).toMatch(/^https:/);
  expect(await shownName(spawned.address)).toBe('Uno');
  await place(selfSigned('Tres'));
  spawned.child.kill('SIGHUP');
  const { address } = spawned;
  await expect.poll(() => shownName(address), { timeout: 5000 }).toBe('Tres');
  expect(await spawned.stop()).toBe(0);

  const serve = (...args: readonly string[]) => runEndpointCli(['serve', '--dir', data, '--port', '0', ...args]);
  expect(await serve('--tls-cert', files().cert)).toMatchObject({ code: 1, stderr: expect.stringContaining('--tls-key: missing') });
  expect(await serve('--tls-cert', files().cert, '--tls-key', path.join(dir, 'none.pem'))).toMatchObject({ code: 1, stderr: expect.stringContaining('none.pem') });
  await writeFile(files().key, selfSigned('Otro').key);
  expect(await serve(...tls)).toMatchObject({ code: 1, stderr: expect.stringContaining('cert.pem') });
  expect(await serve('--trust-proxy', 'everybody')).toMatchObject({ code: 1, stderr: expect.stringContaining('--trust-proxy: neither') });
});

test('behind a named proxy the desk behind it is who asks; whoever is not named is not believed', async () => {
  const limits = { ...defaultLimits, address: 3 };
  const ask = (from: string) => fetch(`${scene?.server.address}/health`, { headers: { 'x-forwarded-for': from } }).then((answer) => answer.status);
  const hosts = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4', '203.0.113.5'];

  scene = await openScene({ limits, trustProxy: ['loopback'] });
  expect(await Promise.all(hosts.map(ask))).toEqual([200, 200, 200, 200, 200]);
  for (const expected of [200, 200, 429]) expect(await ask('203.0.113.1')).toBe(expected);
  await scene.server.stop();

  scene = await openScene({ limits });
  const statuses: number[] = [];
  for (const host of hosts) statuses.push(await ask(host));
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
});
