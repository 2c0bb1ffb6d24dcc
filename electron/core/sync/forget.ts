import { rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { evidenceFile } from '../evidence/files.ts';
import { dropRow, dropTicket } from '../db/entity-rows.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { putHeld, readHeld } from './grants.ts';
import { dropBase, dropHanging } from './rebase.ts';
import { demandScrub, forgetMentions, forgetTraces } from './traces.ts';

/** Tickets per transaction: a window's question must not wait longer than a moment. */
const chunkTickets = 100;
const chunkRows = 500;

/** What hangs straight from a client, tickets first and the client last: a crash between leaves a client with fewer tickets, never tickets without theirs. */
const ofClient = entityNames.filter((entity) => {
  const { parent } = specOf(entity);
  return parent !== null && parent !== 'self' && parent.entity === 'client' && entity !== 'ticket';
});
/** What hangs from something else than a client. */
const deeper = entityNames.flatMap((entity) => {
  const { parent } = specOf(entity);
  return parent === null || parent === 'self' || parent.entity === 'client' ? [] : [{ entity, parent: parent as { readonly field: string; readonly entity: EntityName } }];
});

const ids = (db: ReadDb, text: string, ...values: readonly unknown[]): readonly string[] => (statement(db, text).all(...values) as { id: string }[]).map((row) => row.id);

/**
 * Removes the files of evidence that hangs from these tickets, or is among these rows, and from nothing else; what this
 * person has captured and not sent yet stays. Called before the rows go: should the desk stop between, they go again.
 */
export const forgetFiles = (spine: Spine, tickets: readonly string[], evidence: readonly string[] = []): void => {
  const [these, those] = [JSON.stringify(tickets), JSON.stringify(evidence)];
  const going = statement(spine.db, 'SELECT DISTINCT sha256 FROM evidence WHERE ticket IN (SELECT value FROM json_each(?)) OR id IN (SELECT value FROM json_each(?))').all(these, those) as { sha256: string }[];
  for (const { sha256 } of going) {
    const kept = statement(
      spine.db,
      `SELECT 1 FROM evidence WHERE sha256 = ? AND ticket NOT IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
       UNION ALL SELECT 1 FROM blob_upload WHERE sha256 = ?
       UNION ALL SELECT 1 FROM outbox WHERE entity = 'evidence' AND fields ->> '$.sha256' = ? LIMIT 1`,
    ).get(sha256, these, those, sha256, sha256);
    if (kept !== undefined) continue;
    const file = evidenceFile(spine.dir, sha256);
    rmSync(file, { force: true });
    rmSync(`${file}.part`, { force: true });
  }
};

/** What could be undone on these tickets tells of them too. */
export const forgetUndo = (tx: WriteDb, tickets: readonly string[]): void => {
  statement(tx, 'DELETE FROM undo_entry WHERE ticket IN (SELECT value FROM json_each(?))').run(JSON.stringify(tickets));
};

const dropTickets = (spine: Spine, tickets: readonly string[]): void => {
  forgetFiles(spine, tickets);
  write(spine.db, (tx) => {
    forgetUndo(tx, tickets);
    demandScrub(tx);
    for (const ticket of tickets) {
      dropHanging(tx, ticket);
      dropTicket(tx, ticket);
      dropBase(tx, 'ticket', ticket);
    }
  });
};

const dropRows = (spine: Spine, entity: EntityName, keys: readonly string[]): void =>
  write(spine.db, (tx) => {
    forgetMentions(tx, keys);
    demandScrub(tx);
    for (const key of keys) {
      dropRow(tx, entity, key);
      dropBase(tx, entity, key);
    }
  });

/** Rows that hang from a row which is not here (and is not merely hidden by a change that waits). */
const strays = (db: ReadDb, entity: EntityName, parent: { readonly field: string; readonly entity: EntityName }): readonly string[] =>
  ids(
    db,
    `SELECT id FROM "${entity}" AS stray WHERE "${parent.field}" IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM "${parent.entity}" WHERE id = stray."${parent.field}")
     AND NOT EXISTS (SELECT 1 FROM sync_base WHERE entity = '${parent.entity}' AND key = stray."${parent.field}") LIMIT ${chunkRows}`,
  );

/** In chunks, each with a turn of the event loop after it, until there is nothing left to drop. Answers with how many went. */
const untilNone = async (next: () => readonly string[], drop: (keys: readonly string[]) => void): Promise<number> => {
  let count = 0;
  for (let keys = next(); keys.length > 0; keys = next()) {
    drop(keys);
    count += keys.length;
    await turn();
  }
  return count;
};

/**
 * Lets go of every row and file of clients that are not granted (any more). Rows below a client's contracts and tickets go
 * with those. `atRest`: the feed has been read to its end and nothing is half here, so that whatever hangs from nothing hangs from what was withdrawn:
 * it goes too, and the matter is closed. Stopped anywhere, it is taken up again.
 */
export const letGo = async (spine: Spine, atRest: boolean): Promise<void> => {
  const held = readHeld(spine.db);
  if (held === null || !held.leaving) return;
  const granted = JSON.stringify(held.clients ?? []);
  // Whose a row is says the endpoint, not a change of it that waits: that may have been made just now, and be refused.
  const outside = (entity: EntityName): (() => readonly string[]) => () =>
    held.clients === null
      ? []
      : ids(
          spine.db,
          `SELECT id FROM "${entity}" AS standing WHERE client IS NOT NULL AND client NOT IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM sync_base WHERE entity = '${entity}' AND key = standing.id)
           UNION ALL SELECT key FROM sync_base WHERE entity = '${entity}' AND fields ->> '$.client' NOT IN (SELECT value FROM json_each(?))
           LIMIT ${entity === 'ticket' ? chunkTickets : chunkRows}`,
          granted,
          granted,
        );
  const clients = (): readonly string[] => (held.clients === null ? [] : ids(spine.db, `SELECT id FROM client WHERE id NOT IN (SELECT value FROM json_each(?)) LIMIT ${chunkRows}`, granted));
  let gone = await untilNone(outside('ticket'), (keys) => dropTickets(spine, keys));
  for (const entity of ofClient) gone += await untilNone(outside(entity), (keys) => dropRows(spine, entity, keys));
  gone += await untilNone(clients, (keys) => dropRows(spine, 'client', keys));
  if (atRest) {
    let stray = 0;
    for (const { entity, parent } of deeper) {
      stray += await untilNone(
        () => strays(spine.db, entity, parent),
        (keys) => {
          if (entity === 'evidence') forgetFiles(spine, [], keys);
          dropRows(spine, entity, keys);
        },
      );
    }
    write(spine.db, (tx) => {
      const now = readHeld(tx);
      forgetTraces(tx, held.clients);
      if (now !== null) putHeld(tx, { ...now, leaving: false });
    });
    gone += stray;
  }
  if (gone === 0) return;
  spine.log.info('sync.let_go', { rows: gone });
  spine.announce(['board', 'clients', 'time', 'timer', 'evidence', 'history', 'sync']);
};
