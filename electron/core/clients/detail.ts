import type { ClientDetail, ClientOverview, ContractSummary } from '#shared/contract/contract-views.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import type { Modality, Severity, TicketState } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import { hoursLeft, lotsOf } from '../contracts/lots.ts';
import { holds, today } from '../contracts/today.ts';
import { decodeRow } from '../db/row-codec.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';

type Entity = 'contact' | 'contract' | 'calendar' | 'regulatory_item';

const rowsOf = <E extends Entity>(db: ReadDb, entity: E, where: string, ...values: readonly string[]): readonly Row<E>[] =>
  (statement(db, `SELECT * FROM "${entity}" WHERE ${where}`).all(...values) as Record<string, unknown>[]).map((row) => ({ id: String(row['id']), ...decodeRow(entity, row) }) as unknown as Row<E>);

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name, 'es');

const openPerClient = (db: ReadDb): ReadonlyMap<string, number> =>
  new Map((statement(db, 'SELECT client, count(*) AS n FROM ticket WHERE lane IS NOT NULL GROUP BY client').all() as { client: string; n: number }[]).map(({ client, n }) => [client, n]));

/** Every client with what the list shows of him. */
export const clientOverview = ({ db, clock }: Spine): readonly ClientOverview[] => {
  const open = openPerClient(db);
  const now = clock.now();
  const contracts = Map.groupBy(rowsOf(db, 'contract', '1'), (contract) => contract.client);
  const clients = statement(db, 'SELECT id, name, country, tz FROM client').all() as { id: string; name: string; country: string | null; tz: string }[];
  return clients
    .map(({ id, name, country, tz }) => {
      const day = today(tz, now);
      const held = (contracts.get(id) ?? []).filter((contract) => holds(contract, day));
      const banks = held.filter((contract) => contract.modality === 'hours_bank').map((contract) => hoursLeft(contract, lotsOf(db, contract.id, day)));
      const hours = banks.length === 0 ? null : { leftMin: banks.reduce((sum, each) => sum + each.leftMin, 0), ofMin: banks.reduce((sum, each) => sum + each.ofMin, 0), alert: banks.reduce<number | null>((most, { alert }) => (alert === null ? most : Math.max(most ?? 0, alert)), null) };
      return { id, name, country, openTickets: open.get(id) ?? 0, modalities: [...new Set(held.map((contract): Modality => contract.modality))], hours };
    })
    .toSorted(byName);
};

const summariesOf = (db: ReadDb, client: string, day: string): readonly ContractSummary[] =>
  rowsOf(db, 'contract', 'client = ?', client)
    .map((contract) => ({ id: contract.id, modality: contract.modality, validFrom: contract.valid_from, validTo: contract.valid_to, holds: holds(contract, day) }))
    .toSorted((a, b) => Number(b.holds) - Number(a.holds) || (a.validFrom < b.validFrom ? 1 : -1));

/** The newest version of each calendar: those that no other follows. */
export const newestCalendars = (db: ReadDb, client: string): readonly Row<'calendar'>[] =>
  rowsOf(db, 'calendar', "(client = ? OR client IS NULL) AND NOT EXISTS (SELECT 1 FROM calendar later WHERE later.previous = calendar.id)", client).toSorted(byName);

/** How many of a client's open tickets are shown beside him. */
const mostTickets = 50;

export const clientDetail = ({ db, clock }: Spine, id: string): ClientDetail => {
  const client = findRow(db, 'client', id);
  if (client === null) throw new AppError('not_found', { entity: 'client', key: id });
  const day = today(client.tz, clock.now());
  const tickets = statement(
    db,
    "SELECT id, coalesce('#' || number, provisional_code) AS code, title, severity, state FROM ticket WHERE client = ? AND lane IS NOT NULL ORDER BY coalesce(severity, 'S0'), received_at LIMIT ?",
  ).all(id, mostTickets) as { id: string; code: string; title: string; severity: Severity | null; state: TicketState }[];
  const open = statement(db, 'SELECT count(*) AS n FROM ticket WHERE client = ? AND lane IS NOT NULL').get(id) as { n: number };
  const contacts = rowsOf(db, 'contact', 'client = ?', id).map((contact) => ({
    ...contact,
    authorised: contact.authorised_from !== null && contact.authorised_from <= day && (contact.authorised_to === null || contact.authorised_to >= day),
  }));
  return {
    client,
    contacts: contacts.toSorted((a, b) => Number(b.authorised) - Number(a.authorised) || byName(a, b)),
    contracts: summariesOf(db, id, day),
    calendars: newestCalendars(db, id),
    tickets,
    openTickets: open.n,
    regulatory: rowsOf(db, 'regulatory_item', 'client = ? OR (client IS NULL AND country = ?)', id, client.country ?? '').toSorted((a, b) => (a.due < b.due ? -1 : 1)),
  };
};
