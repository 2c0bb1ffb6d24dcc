import type { HoursGroup, HoursStage } from '#shared/contract/hours-views.ts';
import type { PersonRef, TimeEntryView } from '#shared/contract/views.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { entriesOfStatus } from '../time/entry-view.ts';
import { roundedMinutes } from './round-entries.ts';

/** So many are decided at once at most. */
const most = 1000;

const entriesOf = (db: ReadDb, stage: HoursStage, me: string): readonly TimeEntryView[] => {
  switch (stage) {
    case 'mine':
      return [...entriesOfStatus(db, 'rejected', me, most), ...entriesOfStatus(db, 'draft', me, most)];
    case 'lead':
      return entriesOfStatus(db, 'submitted', null, most);
    case 'client':
      return entriesOfStatus(db, 'lead_approved', null, most);
    case 'approved':
      return entriesOfStatus(db, 'client_approved', null, most).toReversed();
  }
};

const approversOf = (db: ReadDb, client: string): readonly PersonRef[] =>
  statement(db, 'SELECT id, name FROM contact WHERE client = ? AND can_approve_hours = 1 ORDER BY name, id').all(client) as PersonRef[];

const groupOf = (db: ReadDb, key: string, entries: readonly TimeEntryView[], ticket: { readonly client: string; readonly contract: string | null } | undefined): HoursGroup => {
  const contract = ticket?.contract == null ? null : findRow(db, 'contract', ticket.contract);
  const client = ticket === undefined ? null : findRow(db, 'client', ticket.client);
  return {
    key,
    client: client === null ? null : { id: client.id, name: client.name },
    contract: contract === null ? null : { id: contract.id, modality: contract.modality },
    approvers: client === null ? [] : approversOf(db, client.id),
    entries,
    seconds: entries.reduce((sum, entry) => sum + (entry.seconds ?? 0), 0),
    roundedMin: contract === null || client === null ? null : roundedMinutes(contract.rounding, client.tz, entries),
  };
};

/** The hours that wait for somebody, by contract; what belongs to no ticket is a group of its own, last. */
export const hoursList = (db: ReadDb, stage: HoursStage, me: string): readonly HoursGroup[] => {
  const groups = new Map<string, { readonly ticket: { readonly client: string; readonly contract: string | null } | undefined; readonly entries: TimeEntryView[] }>();
  for (const entry of entriesOf(db, stage, me)) {
    const ticket = entry.ticket === null ? undefined : (statement(db, 'SELECT client, contract FROM ticket WHERE id = ?').get(entry.ticket.id) as { client: string; contract: string | null } | undefined);
    const key = ticket === undefined ? 'none' : (ticket.contract ?? `client ${ticket.client}`);
    const group = groups.get(key) ?? { ticket, entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups].map(([key, { ticket, entries }]) => groupOf(db, key, entries, ticket)).toSorted((a, b) => Number(a.client === null) - Number(b.client === null) || (a.client?.name ?? '').localeCompare(b.client?.name ?? ''));
};
