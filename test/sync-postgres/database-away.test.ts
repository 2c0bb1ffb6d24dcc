import { expect, onTestFinished, test } from 'vitest';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { createDatabase, startPostgres } from '#test/support/endpoint/postgres-server.ts';
import { insertClient } from '#test/support/endpoint/sample.ts';
import { createWireDesk } from '#test/support/endpoint/wire.ts';

test('while the database is away a request fails with 503, and the next one after its return works; nothing is lost or doubled', async () => {
  const server = await startPostgres({ durable: true });
  onTestFinished(server.stop);
  const endpoint = await createEndpoint({ dir: temporaryFolder(), databaseUrl: await createDatabase(server.url, 'team'), clock: Date.now, log: silentLog });
  onTestFinished(endpoint.close);
  const address = await endpoint.listen({ host: '127.0.0.1', port: 0 });
  await endpoint.addUser({ name: 'Luz', email: 'luz@carril.app', password: 'la clave', role: 'lead', clients: null });
  const desk = createWireDesk(address);
  expect((await desk.signIn('luz@carril.app', 'la clave')).status).toBe(200);
  await desk.push([desk.op(insertClient())]);
  const head = await endpoint.head();

  await server.kill();
  const waiting = [desk.op(insertClient())];
  expect(await desk.tryPush(waiting)).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect(await desk.raw('/v1/pull?since=0&inc=1')).toMatchObject({ status: 503, code: 'database_unavailable' });
  expect((await desk.raw('/health')).status).toBe(200);

  await server.start();
  expect(await desk.push(waiting)).toMatchObject([{ is: 'applied', dup: false }]);
  expect(await endpoint.head()).toBe(head + 1);
  const { rows, end } = await desk.pull();
  expect(rows.filter((row) => row.entity === 'client')).toHaveLength(2);
  expect(end.ackN).toBe(2);
});
