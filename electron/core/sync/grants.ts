import { z } from 'zod';
import { id } from '#shared/domain/primitives.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { ReadDb, WriteDb } from '../db/handles.ts';
import { demandSnapshot, keepSnapshot, readSnapshot } from './snapshot-state.ts';

/** What of the team's clients this desk holds, and what it has still to bring or to let go. */
const held = z.object({
  /** The clients that every row here was chosen from; null: all of them. */
  clients: z.array(id).nullable(),
  /** Clients that are granted and whose rows have still to be asked for. */
  bringing: z.array(id),
  /** Rows of clients that were withdrawn have still to go. */
  leaving: z.boolean(),
});
export type Held = Readonly<z.infer<typeof held>>;
type Clients = readonly string[] | null;

/** Null: not known yet. */
export const readHeld = (db: ReadDb): Held | null => {
  const text = getMeta(db, 'grants');
  return text === null ? null : held.parse(JSON.parse(text));
};

export const putHeld = (tx: WriteDb, next: Held): void => setMeta(tx, 'grants', JSON.stringify(next));

/** Whether `had` holds a client that is not among `now`. */
const loses = (had: Clients, now: Clients): boolean => now !== null && (had === null || had.some((client) => !now.includes(client)));

/**
 * Notes, in the transaction that moves the cursor, from which clients a page of the feed was chosen. The feed goes on for
 * those that were granted before; one that is new has its earlier rows brought, one that is gone has its rows let go, both
 * afterwards.
 */
export const noteGrants = (tx: WriteDb, told: Clients | undefined): void => {
  if (told === undefined) return;
  const before = readHeld(tx);
  const next = told === null ? null : [...told].sort();
  if (before === null || (next === null && before.clients !== null)) {
    // Unknown what this desk lacks, or nearly all of it: the rows are read anew, beside those that are here.
    putHeld(tx, { clients: next, bringing: [], leaving: true });
    demandSnapshot(tx, 'first');
    return;
  }
  if (next === null) return;
  const had = before.clients;
  const gained = had === null ? [] : next.filter((client) => !had.includes(client));
  const lost = loses(had, next);
  if (gained.length === 0 && !lost) return;
  putHeld(tx, { clients: next, bringing: [...before.bringing.filter((client) => next.includes(client)), ...gained], leaving: before.leaving || lost });
};

/**
 * The same for a page of a snapshot of all that the person may see, before its rows are laid. Grants may change between two
 * pages: held is only what every page was chosen from, so that the feed tells the rest as newly granted.
 */
export const noteSnapshotGrants = (tx: WriteDb, told: Clients | undefined, first: boolean): void => {
  if (told === undefined) return;
  const before = readHeld(tx);
  const had = before?.clients ?? null;
  const fresh = first || before === null;
  const clients = fresh || had === null ? told : told === null ? had : had.filter((client) => told.includes(client));
  // What earlier pages, or an earlier life of this desk, brought of others has to go.
  const lost = before === null ? false : loses(had, clients);
  putHeld(tx, { clients: clients === null ? null : [...clients].sort(), bringing: [], leaving: (before?.leaving ?? false) || lost });
};

/** Begins to bring the next client that was granted, once nothing else is being read. */
export const bringNext = (tx: WriteDb): void => {
  const now = readHeld(tx);
  const [client, ...rest] = now?.bringing ?? [];
  if (now === null || client === undefined || readSnapshot(tx) !== null) return;
  putHeld(tx, { ...now, bringing: rest });
  demandSnapshot(tx, 'grant', client);
};

/** The endpoint does not give the client that is being brought: it waits until the feed has told whether it is granted. False: none is. */
export const putBack = (tx: WriteDb): boolean => {
  const [now, state] = [readHeld(tx), readSnapshot(tx)];
  if (now === null || state?.scope == null) return false;
  putHeld(tx, { ...now, bringing: [...now.bringing.filter((client) => client !== state.scope), state.scope] });
  keepSnapshot(tx, null);
  return true;
};
