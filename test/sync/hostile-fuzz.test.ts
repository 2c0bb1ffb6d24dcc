import process from 'node:process';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Op } from '#shared/sync/protocol.ts';
import { describedRoutes, type DescribedRoute } from '#endpoint/openapi/routes.ts';
import { runSeed } from '#test/support/dice/seeded.ts';
import { openHostileScene, secret, type HostileScene } from '#test/support/endpoint/hostile-scene.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';

const seed = runSeed();
const runs = Number(process.env['CARRIL_RUNS'] ?? 300);

/** Changes who may come in: what has been tried with a good token makes the rest of the run one of strangers. */
const leavesToken = ({ path }: DescribedRoute): boolean => !path.startsWith('/v1/token/') && !path.endsWith('/revoke') && path !== '/v1/live';
const routes = describedRoutes.filter(leavesToken);

const nasty = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2, '', ' ', '\u0000', '\ud800', "'; DROP TABLE entity_row; --", '../../etc/passwd', '__proto__', 'constructor', 'NaN', '0x10', '1e999', [], {}, [[[[]]]], 'x'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uuid(),
  fc.integer(),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Where in a JSON value something is put instead of what stands there. */
interface Spot {
  readonly steps: readonly number[];
  readonly value: unknown;
}
const spot: fc.Arbitrary<Spot> = fc.record({ steps: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }), value: nasty });

const spoil = (value: unknown, { steps, value: put }: Spot): unknown => {
  const [first, ...rest] = steps;
  if (first === undefined || value === null || typeof value !== 'object') return put;
  const keys = Object.keys(value);
  const key = keys[first % Math.max(1, keys.length)];
  if (key === undefined) return put;
  const spoilt = spoil((value as Record<string, unknown>)[key], { steps: rest, value: put });
  return Array.isArray(value) ? value.map((each: unknown, index) => (String(index) === key ? spoilt : each)) : { ...value, [key]: spoilt };
};

/** A push that would be right, but for whom it speaks of: nothing of it may be done. */
const forgedPush = ({ guest, prado, hidden }: HostileScene): object =>
  guest.request([
    guest.op(insertTicket(prado)),
    guest.op({ kind: 'patch', entity: 'ticket', key: hidden.ticket, fields: { title: 'Mío' } }),
    guest.op({ kind: 'delete', entity: 'time_entry', key: hidden.entry, fields: {} }),
  ] as readonly Op[]);

const bodies = (scene: HostileScene): readonly unknown[] => [
  forgedPush(scene),
  { email: 'persona1@carril.app', password: 'x', device: { id: scene.guest.deviceId, name: 'x' } },
  { code: 'abcdefgh', password: 'a long enough password', device: { id: scene.guest.deviceId, name: 'x' } },
  { role: 'admin', clients: null, enabled: true, name: 'X', email: 'x@carril.app', profile: 'functional' },
  { current: 'x', next: 'a long enough password' },
];

const attempt = fc.record({
  route: fc.constantFrom(...routes),
  body: fc.nat(),
  spots: fc.array(spot, { maxLength: 3 }),
  raw: fc.option(fc.string({ maxLength: 60 }), { freq: 8 }),
  type: fc.constantFrom('application/json', 'application/json', 'application/json', 'text/plain', 'application/offset+octet-stream', 'multipart/form-data', ''),
  params: fc.array(nasty, { minLength: 4, maxLength: 4 }),
  token: fc.constantFrom('guest', 'guest', 'guest', 'none', 'rubbish'),
});

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
/** As it may stand in an address: half a character cannot. */
const encoded = (value: unknown): string => encodeURIComponent(text(value).toWellFormed().slice(0, 300));

const addressOf = (route: DescribedRoute, params: readonly unknown[]): string => {
  const path = route.path.replaceAll(/\{\w+\}/g, () => encoded(params[0]) || 'x');
  const names = Object.keys(route.query?.shape ?? {});
  return names.length === 0 ? path : `${path}?${names.map((name, index) => `${name}=${encoded(params[index % params.length])}`).join('&')}`;
};

test(`whatever is asked, nobody is told or changes what is not his, and nothing breaks (CARRIL_SEED=${seed})`, { timeout: 120_000 }, async () => {
  process.stderr.write(`hostile-fuzz.test seed ${seed}, ${runs} runs\n`);
  const scene = await openHostileScene();
  onTestFinished(() => scene.server.stop());
  const { server, guest, nogal } = scene;
  const before = scene.fingerprint(nogal);
  const made = bodies(scene);
  await fc.assert(
    fc.asyncProperty(attempt, async ({ route, body, spots, raw, type, params, token }) => {
      const sent = raw ?? JSON.stringify(spots.reduce<unknown>((value, each) => spoil(value, each), made[body % made.length]));
      const address = addressOf(route, params);
      const headers = { ...(token === 'guest' ? guest.headers() : token === 'none' ? {} : { authorization: 'Bearer 000000000000000000000000' }), ...(type === '' ? {} : { 'content-type': type }), 'tus-resumable': '1.0.0', 'upload-offset': text(params[1]).replaceAll(/[^\x20-\x7e]/g, '') };
      const bodiless = route.method === 'get' || route.method === 'head';
      const answer = await fetch(`${server.address}${address}`, { method: route.method.toUpperCase(), headers, ...(bodiless ? {} : { body: sent }) });
      const heard = await answer.text();
      const what = `${route.method} ${address} ${sent.slice(0, 300)} → ${answer.status} ${heard.slice(0, 300)}`;
      expect(answer.status, what).toBeLessThan(500);
      expect(heard, what).not.toContain(secret);
      expect(scene.failures(), what).toEqual([]);
    }),
    { numRuns: runs, seed, endOnFailure: process.env['CARRIL_SHRINK'] === undefined },
  );
  expect(scene.fingerprint(nogal)).toEqual(before);
  expect((await scene.desk.raw('/v1/pull?since=0&inc=1')).body).toContain(secret);
});
