import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { smallPng } from '#test/support/desk/small-png.ts';
import { newId } from '#test/support/endpoint/wire.ts';
import { ask, settled, teamDesk, teamEndpoint, type TeamDesk } from '#test/support/network/team.ts';
import { expectOnly, grant, teamAdmin } from '#test/support/network/grants.ts';

/** Which of these words stand anywhere in the desk's folder: database, log, index, free pages, copies, pictures. */
const found = (desk: TeamDesk, words: readonly string[]): readonly string[] => {
  const { dir } = desk.desk();
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const bytes = readFileSync(path.join(entry.parentPath, entry.name));
    return words.filter((word) => bytes.includes(word)).map((word) => `${word} in ${entry.name}`);
  });
};

test('of a client that is withdrawn no text stays anywhere on the desk, but what its person wrote and was refused', { timeout: 60_000 }, async () => {
  const endpoint = await teamEndpoint();
  const admin = await teamAdmin(endpoint);
  const ana = await teamDesk(endpoint, 'ana');
  const { id: nogal } = await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  const { id: cedro } = await ana.call('client.create', { name: 'Cedrozumaque', tz: 'America/La_Paz' });
  await ana.call('contact.create', { client: cedro, name: 'Contactozumaque' });
  const theirs = await ana.call('ticket.create', { title: 'Titulozumaque', description: 'Descripcionzumaque', client: cedro, channel: 'phone' });
  await ana.call('message.add', { ticket: theirs.id, direction: 'in', channel: 'phone', body: 'Mensajezumaque' });
  const draft = await ana.call('evidence.stage', { png: new Uint8Array(Buffer.concat([smallPng(), Buffer.from('Imagenzumaque')])), ticket: theirs.id, captured_at: new Date().toISOString() });
  await ana.call('evidence.attach', { draft: draft.id, ticket: theirs.id, stage: 'after', visibility: 'client', note: 'Pruebazumaque' });
  await expect.poll(async () => (await ana.call('sync.status', {})).blobs.waiting, { timeout: 15_000 }).toBe(0);
  const stays = await ana.call('ticket.create', { title: 'Tituloalhucema', client: nogal, channel: 'phone' });
  await settled(ana);

  const luz = await teamDesk(endpoint, 'luz', { signIn: false });
  const ship = newId();
  // As a newer endpoint would tell it.
  const newer = (body: string): string =>
    body
      .split('\n')
      .map((line) => (line.includes('"entity":"ticket"') && line.includes(`"scope":"${cedro}"`) ? line.replace('"row":{', '"row":{"zona":"Zonazumaque",') : line))
      .flatMap((line) => (line.startsWith('{"end"') ? [`{"seq":1,"entity":"spaceship","key":"${ship}","scope":"${cedro}","row":{"name":"Navezumaque"},"stamps":{"*":"x"}}`, line] : [line]))
      .join('\n');
  luz.proxy.plan = ({ path: asked }) => (asked.startsWith('/v1/pull') || asked.startsWith('/v1/snapshot') ? { is: 'rewritten', text: newer } : null);
  await luz.signIn();
  await settled(luz);
  await luz.call('ticket.edit', { id: theirs.id, fields: { objective: 'Objetivozumaque' } });
  await luz.call('contact.create', { client: cedro, name: 'Otrozumaque' });
  await luz.call('ticket.create', { title: 'Propiozumaque', client: cedro, channel: 'phone' });
  await luz.call('message.add', { ticket: stays.id, direction: 'out', channel: 'phone', body: 'Respuestaalhucema' });
  await settled(luz);
  await luz.call('ticket.edit', { id: theirs.id, fields: { title: 'Corregidozumaque' } });
  await settled(luz);
  await luz.call('copy.make', {});
  luz.proxy.plan = () => null;
  const gone = ['Cedro', 'Contacto', 'Titulo', 'Descripcion', 'Mensaje', 'Imagen', 'Prueba', 'Zona', 'Nave', 'Objetivo', 'Otro', 'Propio', 'Corregido'].map((word) => `${word}zumaque`);
  await expect.poll(() => found(luz, ['Imagenzumaque']), { timeout: 10_000 }).not.toEqual([]);
  const before = found(luz, gone).map((each) => each.split(' ')[0]);
  expect([...new Set(before)].toSorted()).toEqual(gone.toSorted());

  // What she writes while she does not know yet is refused, and stays hers.
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('message.add', { ticket: theirs.id, direction: 'out', channel: 'phone', body: 'Miomastranzo' });
  await luz.call('ticket.edit', { id: theirs.id, fields: { title: 'Titulomastranzo' } });
  await grant(admin, luz, [nogal]);
  luz.proxy.plan = () => null;
  await expectOnly(endpoint, luz, [nogal]);
  // The index in small letters.
  const words = [...gone, ...gone.map((word) => word.toLowerCase())];
  await expect.poll(async () => (await luz.call('sync.now', {})).state).toBe('idle');
  expect(found(luz, words)).toEqual([]);
  expect((await luz.call('sync.refused', {})).flatMap(({ texts }) => texts.map(({ value }) => value)).toSorted()).toEqual(['Miomastranzo', 'Titulomastranzo']);
  // What she may see is all there, to be found, and to be undone.
  expect(ask(luz, 'SELECT 1 FROM sent_log')).not.toEqual([]);
  const cards = async (text: string): Promise<readonly string[]> => (await luz.call('board.page', { lane: 'untriaged', offset: 0, limit: 5, filter: { text } })).cards.map(({ title }) => title);
  expect([await cards('tituloalhucema'), await cards('titulozumaque')]).toEqual([['Tituloalhucema'], []]);
  expect(new Set(found(luz, ['Respuestaalhucema']).map((each) => each.split(' in ')[1])).size).toBeGreaterThan(1);
});
