import type { BankView } from '#shared/contract/hours-views.ts';
import { localDateOf } from '#shared/domain/calendar/zone.ts';
import { remainder, type Movement } from '#shared/domain/hours/lots.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { entriesOfContract } from '../time/entry-view.ts';
import { roundedMinutes } from './round-entries.ts';

/**
 * *Antes de empezar*: what a ticket's hours bank holds today, and what it will hold once the work that is not decided yet is
 * taken from it. Null: the ticket uses no bank, or it has no lot that is valid today. Minutes may be negative: overdraft.
 */
export const bankOf = (db: ReadDb, ticket: string, nowMs: number): BankView | null => {
  const key = findRow(db, 'ticket', ticket)?.contract ?? null;
  const contract = key === null ? null : findRow(db, 'contract', key);
  if (contract === null || contract.modality !== 'hours_bank') return null;
  const tz = findRow(db, 'client', contract.client)?.tz ?? 'UTC';
  const today = localDateOf(tz, nowMs);
  const lots = statement(db, 'SELECT id, minutes, expires_on FROM hours_lot WHERE contract = ? AND valid_from <= ? AND expires_on >= ? ORDER BY expires_on, id').all(contract.id, today, today) as { id: string; minutes: number; expires_on: string }[];
  const [first] = lots;
  if (first === undefined) return null;
  const left = lots.reduce((sum, lot) => sum + remainder(lot.minutes, statement(db, 'SELECT id, kind, minutes FROM hours_movement WHERE lot = ?').all(lot.id) as Movement[]), 0);
  const open = entriesOfContract(db, contract.id).filter(({ status }) => status === 'draft' || status === 'submitted' || status === 'lead_approved');
  return { remainingMin: left, afterMin: left - roundedMinutes(contract.rounding, tz, open), expiresOn: first.expires_on };
};
