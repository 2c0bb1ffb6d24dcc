import { expect, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import type { Fault } from '#test/support/network/flaky-proxy.ts';
import { ask, deskRows, expectEqual, people, settled, teamDesk, teamEndpoint, twoDesks } from '#test/support/network/team.ts';

const html = '<!doctype html><title>Portal cautivo</title><p>Inicie sesión</p>';
const onPull: Readonly<Record<string, Fault>> = {
  'a captive portal': { is: 'answered', status: 200, type: 'text/html', body: html },
  'HTML under our name': { is: 'answered', status: 200, type: 'application/x-ndjson', body: html },
  'JSON that breaks off': { is: 'rewritten', text: (body) => body.slice(0, Math.floor(body.length / 2)) },
  'no end line': { is: 'rewritten', text: (body) => body.slice(0, body.lastIndexOf('{"end"')) },
  'another shape': { is: 'answered', status: 200, type: 'application/x-ndjson', body: '{"hello":"world"}\n' },
  'a row of the wrong kind': { is: 'rewritten', text: (body) => body.replaceAll('},"stamps"', ',"title":{"a":1}},"stamps"') },
  'an end of the wrong kind': { is: 'rewritten', text: (body) => body.replace('"more":false', '"more":"perhaps"') },
  'a row after the end': { is: 'rewritten', text: (body) => body + body },
  'an empty answer': { is: 'answered', status: 200, type: 'application/x-ndjson', body: '' },
};

test('an endpoint that answers rubbish is named as such, nothing is lost, and all goes on when it speaks again', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  for (const [what, fault] of Object.entries(onPull)) {
    const news = await ana.call('ticket.create', { title: what, client, channel: 'phone' });
    await settled(ana);
    luz.proxy.breakAll();
    luz.proxy.plan = (seen) => (seen.path.startsWith('/v1/pull') || seen.path.startsWith('/v1/live') ? fault : null);
    const own = await luz.call('ticket.create', { title: `Propio, ${what}`, client, channel: 'phone' });
    const told = async (): Promise<object> => {
      const { state, lastError } = await luz.call('sync.now', {});
      return { what, state, code: lastError?.code };
    };
    // The first try may still meet the connection that was broken above.
    await expect.poll(told, { timeout: 3000 }).toEqual({ what, state: 'offline', code: 'endpoint_garbled' });
    expect((await luz.call('ticket.get', { id: own.id })).ticket.title).toContain('Propio');
    luz.proxy.plan = () => null;
    await settled(luz);
    expect((await luz.call('ticket.get', { id: news.id })).ticket.title).toBe(what);
  }
  await expectEqual(endpoint, ana, luz);
});

test('a push that is answered with rubbish keeps its ops', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  for (const fault of [
    { is: 'answered', status: 200, type: 'text/html', body: html },
    { is: 'answered', status: 200, type: 'application/json', body: '{"results":"all fine"}' },
    { is: 'answered', status: 500, type: 'text/plain', body: 'panic' },
    { is: 'rewritten', text: (body: string) => body.slice(0, -5) },
  ] as const) {
    luz.proxy.plan = (seen) => (seen.path.startsWith('/v1/push') ? fault : null);
    await luz.call('ticket.create', { title: 'Se guarda', client, channel: 'phone' });
    const status = await luz.call('sync.now', {});
    expect(status.lastError?.code).toBe('endpoint_garbled');
    expect(status.waiting).toBeGreaterThan(0);
    luz.proxy.plan = () => null;
    await settled(luz);
  }
  await expectEqual(endpoint, ana, luz);
});

test('an endpoint that counts otherwise for ever is given a rest', async () => {
  const { luz, client } = await twoDesks();
  luz.proxy.plan = (seen) =>
    seen.path.startsWith('/v1/push') ? { is: 'answered', status: 409, type: 'application/json', body: '{"code":"out_of_order","details":{"expected":7}}' } : null;
  const before = luz.proxy.seen.length;
  await luz.call('ticket.create', { title: 'Fuera de orden', client, channel: 'phone' });
  expect((await luz.call('sync.now', {})).state).toBe('offline');
  expect(luz.proxy.seen.length - before).toBeLessThan(25);
  luz.proxy.plan = () => null;
  await settled(luz);
});

test('an endpoint too new or too strict is told apart', async () => {
  const { luz } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'answered', status: 426, type: 'application/json', body: '{"code":"protocol_too_old","details":{"known":2}}' });
  expect(await luz.call('sync.now', {})).toMatchObject({ state: 'too_old', lastError: { code: 'protocol_too_old' } });
  luz.proxy.plan = () => ({ is: 'answered', status: 500, type: 'application/json', body: '{"code":"internal","details":{"id":"1"}}' });
  expect(await luz.call('sync.now', {})).toMatchObject({ state: 'offline', lastError: { code: 'endpoint_refused' } });
});

test('signing in says what is the matter, and changes nothing', async () => {
  const endpoint = await teamEndpoint(['ana']);
  const desk = await teamDesk(endpoint, 'ana', { signIn: false });
  const { email, password } = people.ana;
  const to = async (address: string, secret: string = password): Promise<string> => (await codeOfError(desk.call('session.signIn', { address, email, password: secret }))).code;
  expect(await to(desk.proxy.address, 'not the password')).toBe('wrong_credentials');
  expect(await to('http://127.0.0.1:1')).toBe('endpoint_unreachable');
  expect(await to('ftp://127.0.0.1')).toBe('invalid_input');
  desk.proxy.plan = () => ({ is: 'answered', status: 200, type: 'text/html', body: html });
  expect(await to(desk.proxy.address)).toBe('endpoint_garbled');
  desk.proxy.plan = () => ({ is: 'answered', status: 404, type: 'text/html', body: html });
  expect(await to(desk.proxy.address)).toBe('endpoint_garbled');
  desk.proxy.plan = () => ({ is: 'answered', status: 429, type: 'application/json', body: '{"code":"too_many_attempts","details":{"retry_after_s":60}}' });
  expect(await to(desk.proxy.address)).toBe('endpoint_refused');
  expect(await desk.call('session.get', {})).toMatchObject({ user: null, endpoint: null, authorised: false });
  expect(deskRows(desk.desk().dir)).toEqual([]);
  expect(ask(desk, 'SELECT 1 FROM outbox')).toEqual([]);
});
