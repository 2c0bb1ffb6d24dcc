import { replayCycles } from '#shared/domain/sla/replay-sla.ts';
import { marksOf, type SlaMark, type SlaMarks } from '#shared/domain/sla/sla-mark.ts';
import type { TicketTerms } from '#shared/domain/sla/terms-of-rows.ts';
import { slaEventsOf } from '#shared/domain/sla/ticket-story.ts';
import { AppError } from '#shared/errors.ts';
import { asAppError, databaseFile } from '../db/open.ts';
import { statement, writeLoosely, type ReadDb, type WriteDb } from '../db/connection.ts';
import type { Spine } from '../spine.ts';
import { readStory } from './read-story.ts';
import { contractTerms } from './ticket-terms.ts';

/** So many at once: some ten milliseconds. */
const portion = 60;

const marksFor = (db: ReadDb, ticket: string, terms: TicketTerms | null, nowMs: number): SlaMarks | null => {
  const story = terms === null ? null : readStory(db, ticket);
  if (terms === null || story === null) return null;
  const events = slaEventsOf(story, terms);
  // What another desk's clock has dated ahead counts already: the row is not looked at again by itself.
  const latest = events.at(-1);
  const now = latest === undefined ? nowMs : Math.max(nowMs, Date.parse(latest.at));
  try {
    return marksOf(replayCycles(terms, events, now), now);
  } catch (error) {
    // A calendar without an open hour promises nothing that could be counted.
    if (error instanceof AppError && error.code === 'calendar_never_open') return null;
    throw error;
  }
};

const earliest = (marks: readonly (SlaMark | null)[], which: 'warnAt' | 'dueAt'): string | null => {
  const found = marks.flatMap((mark) => (mark?.is === 'running' ? [mark[which]] : [])).toSorted();
  return found[0] ?? null;
};

const keepOne = (tx: WriteDb, ticket: string, marks: SlaMarks | null): void => {
  const both = marks === null ? [] : [marks.response, marks.resolution];
  const dueAt = earliest(both, 'dueAt');
  const paused = dueAt === null && both.some((mark) => mark?.is === 'paused');
  statement(tx, 'UPDATE ticket_sla SET fresh = 1, marks = ?, warn_at = ?, due_at = ?, paused = ? WHERE ticket = ?').run(marks === null ? null : JSON.stringify(marks), earliest(both, 'warnAt'), dueAt, paused ? 1 : 0, ticket);
};

/** Counts the next stale tickets again; answers with how many there were. The commit waits for no disk: it can be counted again. */
export const countStale = (db: ReadDb, nowMs: number, limit: number): number => {
  const stale = statement(db, 'SELECT ticket, contract FROM ticket_sla WHERE fresh = 0 LIMIT ?').all(limit) as { ticket: string; contract: string }[];
  if (stale.length === 0) return 0;
  const terms = new Map<string, TicketTerms | null>();
  writeLoosely(db, (tx) => {
    for (const { ticket, contract } of stale) {
      const known = terms.has(contract) ? (terms.get(contract) ?? null) : contractTerms(db, contract);
      terms.set(contract, known);
      keepOne(tx, ticket, marksFor(db, ticket, known, nowMs));
    }
  });
  return stale.length;
};

const under = new WeakSet<ReadDb>();

/** On a full disk the board still shows what was counted before. */
const counted = (spine: Spine): number => {
  try {
    return countStale(spine.db, spine.clock.now(), portion);
  } catch (error) {
    const expected = asAppError(error, databaseFile(spine.dir));
    if (!(expected instanceof AppError)) throw error;
    spine.log.warn('sla.uncounted', { code: expected.code });
    return 0;
  }
};

/**
 * Brings the marks in step with the log before somebody reads them: a portion at once, and what is more behind it, with a
 * turn of the event loop between the portions; then the board is told.
 */
export const keepMarks = (spine: Spine): void => {
  if (under.has(spine.db) || counted(spine) < portion) return;
  under.add(spine.db);
  const go = (): void => {
    if (!spine.db.raw.open) return;
    try {
      if (counted(spine) === portion) {
        setImmediate(go);
        return;
      }
    } catch (error) {
      spine.log.internal(error, 'sla.count');
    }
    under.delete(spine.db);
    spine.announce(['board']);
  };
  setImmediate(go);
};
