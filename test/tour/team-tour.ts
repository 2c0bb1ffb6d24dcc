import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { cameraOn } from './camera.ts';

const password = 'una clave bastante larga';
const longName = 'Compañía Sudamericana de Comercialización, Importación y Distribución de Repuestos Agrícolas e Industriales S.R.L.';
const longTitle = 'Al confirmar un pedido de venta con más de doscientas líneas y descuentos por volumen la pantalla se queda en blanco y el total que llega a contabilidad no coincide con el de la cotización enviada';

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it does not come to rest');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

/** What the demo has not: an empty board, people, long names, two desks that disagree, and what the endpoint refuses. */
export const teamTour = async (folder: string, taken: string[]): Promise<void> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'carril-tour-'));
  let server = await startEndpoint({ dir });
  await server.addUser({ name: 'Ana Ríos', email: 'ana@example.test', role: 'admin', profile: 'functional', password });
  await server.addUser({ name: 'Luz Paredes', email: 'luz@example.test', role: 'lead', profile: 'technical', password });
  const { address } = server;
  const far: SyncedDesk = await openSyncedDesk();
  const desk = await launchCarril({ args: ['--lang=es'] });
  const { page } = desk;
  const { shoot, press, see, leave } = cameraOn(desk, folder, taken);
  const at = (id: string) => page.locator(`[data-testid=${id}]`);
  const nearRest = () => until(async () => {
    const { waitingOps, state } = await callCore(page, 'sync.now', {});
    return waitingOps === 0 && state === 'idle';
  });
  const farRest = () => until(async () => (await far.call('sync.now', {})).waitingOps === 0);
  const rest = async (): Promise<void> => {
    await nearRest();
    await farRest();
    await nearRest();
  };
  try {
    await openPageCore(page);
    await callShell(page, 'desk.openTeam', {});
    await callCore(page, 'session.signIn', { address, email: 'ana@example.test', password });
    await far.call('session.signIn', { address, email: 'luz@example.test', password });
    await see('board');
    await shoot('board-empty');
    const { id: client } = await callCore(page, 'client.create', { name: longName, tz: 'America/La_Paz' });
    const { id: long } = await callCore(page, 'ticket.create', { title: longTitle, client, channel: 'email', description: longTitle });
    await callCore(page, 'ticket.move', { id: long, lane: 'S1', place: { at: 'top' } });
    await shoot('board-long');
    await page.locator(`[data-testid=card][data-ticket="${long}"]`).click();
    await press('Enter');
    await see('ticket');
    await shoot('ticket-long');
    await press('Escape');
    const { id: torn } = await callCore(page, 'ticket.create', { title: 'El asiento de cierre se duplica', client, channel: 'phone', description: 'Pasa al cerrar el mes.' });
    const { id: gone } = await far.call('ticket.create', { title: 'Se registró dos veces', client, channel: 'phone' }).catch(async () => {
      await rest();
      return far.call('ticket.create', { title: 'Se registró dos veces', client, channel: 'phone' });
    });
    await rest();
    await server.stop();
    await until(async () => (await callCore(page, 'sync.now', {})).state === 'offline');
    await callCore(page, 'ticket.move', { id: torn, lane: 'S2', place: { at: 'top' } });
    await callCore(page, 'ticket.edit', { id: torn, fields: { description: 'Pasa al cerrar el mes, solo en la compañía principal.' } });
    await callCore(page, 'time.add', { ticket: gone, start: new Date(Date.now() - 7_200_000).toISOString(), end: new Date(Date.now() - 3_600_000).toISOString(), tz: 'America/La_Paz', note: 'Revisión de los dos registros' });
    // What it did last: the ticket that the other desk has just put time on.
    await far.call('history.undo', {});
    await far.call('ticket.move', { id: torn, lane: 'S3', place: { at: 'top' } });
    await far.call('ticket.edit', { id: torn, fields: { description: 'Pasa al cerrar el mes y al reabrirlo.' } });
    await press('g', 'y');
    await see('waiting-change');
    await shoot('sync-waiting');
    server = await startEndpoint({ dir, port: Number(new URL(address).port) });
    await farRest();
    await rest();
    await see('conflict');
    await see('refused-change');
    await shoot('sync-decisions');
    await press('g', 'a');
    await see('team');
    await at('team').scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    await shoot('settings-team');
    await at('invite-open').click();
    await see('invite');
    await shoot('invite');
    await page.locator('input[name=name]').fill('Rodrigo Céspedes');
    await page.locator('input[name=email]').fill('rodrigo@example.test');
    await press('Enter');
    await see('secret');
    await shoot('invitation-link');
    await at('secret-done').click();
    await page.getByRole('button', { name: /Editar a Luz/u }).click();
    await see('person');
    await shoot('person');
    await leave('person');
    await callCore(page, 'session.signOut', {});
    await see('revoked');
    await at('revoked').getByRole('button').click();
    await see('sign-in');
    await shoot('sign-in-again');
  } finally {
    await desk.close();
    await far.close();
    await server.stop();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};
