import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { registerOf, type RowFields } from '#shared/sync/merge.ts';
import { statement, type ReadDb } from '../db/handles.ts';

interface Op {
  readonly seq: number;
  readonly grp: string;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: EntityName;
  readonly key: string;
  readonly fields: string;
}

interface Command {
  readonly group: string;
  readonly ops: readonly Op[];
}

const registersOf = (op: Op): readonly string[] => Object.keys(JSON.parse(op.fields) as RowFields).map((field) => `${op.entity} ${op.key} ${registerOf(specOf(op.entity), field)}`);

/** Does the later command build upon the earlier: on a row that it makes, or on a register that it sets? */
const buildsOn = (earlier: Command, later: Command): boolean => {
  const made = new Set(earlier.ops.filter((op) => op.kind === 'insert').map((op) => op.key));
  const set = new Set(earlier.ops.filter((op) => op.kind === 'patch').flatMap(registersOf));
  return later.ops.some((op) => made.has(op.key) || [...made].some((key) => op.fields.includes(key)) || (op.kind === 'patch' && registersOf(op).some((register) => set.has(register))));
};

/**
 * The refused commands in their order, each with those that wait or were refused behind it: they build upon it and can
 * only succeed with it. Group → groups behind; a group that stands behind another is in no list of its own.
 */
export const behindRefused = (db: ReadDb): ReadonlyMap<string, readonly string[]> => {
  const refused = statement(db, "SELECT seq, grp, kind, entity, key, fields FROM outbox WHERE state = 'refused' ORDER BY seq").all() as Op[];
  if (refused.length === 0) return new Map();
  // What waits for a reason of its own (an import that runs) builds upon nothing that was refused.
  const waiting = statement(
    db,
    `SELECT seq, grp, kind, entity, key, fields FROM outbox WHERE state = 'waiting' AND held IS NULL AND seq > ?
     AND (key IN (SELECT key FROM outbox WHERE state = 'refused') OR ticket IN (SELECT key FROM outbox WHERE state = 'refused' AND kind = 'insert')) ORDER BY seq LIMIT 500`,
  ).all(refused[0]?.seq ?? 0) as Op[];
  const commands = new Map<string, Op[]>();
  for (const op of [...refused, ...waiting].sort((a, b) => a.seq - b.seq)) {
    const known = commands.get(op.grp);
    if (known) known.push(op);
    else commands.set(op.grp, [op]);
  }
  const isRefused = new Set(refused.map((op) => op.grp));
  const heads = new Map<string, string[]>();
  /** Head → everything in its chain, itself first. */
  const chains = new Map<string, Command[]>();
  for (const [group, ops] of commands) {
    const command = { group, ops };
    const head = [...chains].find(([, chain]) => chain.some((earlier) => buildsOn(earlier, command)))?.[0];
    if (head !== undefined) {
      chains.get(head)?.push(command);
      heads.get(head)?.push(group);
    } else if (isRefused.has(group)) {
      chains.set(group, [command]);
      heads.set(group, []);
    }
  }
  return heads;
};

/** A refused command with the refused ones behind it, in their order. */
export const chainOf = (db: ReadDb, group: string): readonly string[] => {
  const refused = new Set((statement(db, "SELECT DISTINCT grp FROM outbox WHERE state = 'refused'").all() as { grp: string }[]).map((row) => row.grp));
  const behind = behindRefused(db).get(group) ?? [];
  return [group, ...behind].filter((each) => refused.has(each));
};
