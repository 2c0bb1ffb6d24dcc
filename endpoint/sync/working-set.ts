import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Stamps } from '#shared/sync/merge.ts';
import type { RowRef } from '../store/rows.ts';
import type { StoredClamp, StoredDeparture, StoredLoss, StoredRow, StoredStep } from '../store/schema.ts';

/** What stroke one has read for a batch. */
export interface Loaded {
  /** Every row that was asked for and is there. */
  readonly rows: readonly StoredRow[];
  /** Every row that was asked for. */
  readonly asked: readonly RowRef[];
  /** Keys of the rows whose children are all in `rows`. */
  readonly whole: ReadonlySet<string>;
  /** Keys from which a living row hangs that is not in `rows`. */
  readonly inhabited: ReadonlySet<string>;
  /** Steps that the sender has taken, of the tickets whose state may change. */
  readonly steps: readonly StoredStep[];
  /** Stamp of a clock that ran ahead → the one that is used for it. */
  readonly clamps: ReadonlyMap<string, string>;
}

/** What stroke three has to write. */
export interface Changes {
  /** The clients whose people see another picture now; null: everybody does. */
  readonly scopes: readonly string[] | null;
  readonly put: readonly StoredRow[];
  /** Rows that stand where they stood, with another text. */
  readonly rewritten: readonly StoredRow[];
  readonly dropped: readonly RowRef[];
  readonly losses: readonly StoredLoss[];
  readonly departures: readonly StoredDeparture[];
  readonly clamps: readonly StoredClamp[];
  readonly steps: readonly StoredStep[];
}

/** Whether only a row's text has changed. */
const isRewritten = (was: StoredRow, is: StoredRow): boolean =>
  was.scope === is.scope && was.parent === is.parent && was.deleted === is.deleted && was.sha256 === is.sha256 && was.upload === is.upload;

const idOf = (entity: EntityName, key: string): string => `${entity} ${key}`;

/** Ids by the value of one of their row's columns. */
const createIndex = () => {
  const ids = new Map<string, Set<string>>();
  return {
    add: (value: string | null, id: string): void => {
      if (value === null) return;
      const known = ids.get(value);
      if (known) known.add(id);
      else ids.set(value, new Set([id]));
    },
    remove: (value: string | null, id: string): void => {
      if (value !== null) ids.get(value)?.delete(id);
    },
    of: (value: string): Iterable<string> => ids.get(value) ?? [],
  } as const;
};

/**
 * The rows that a batch can touch, in memory: ops are applied here, one after another, each seeing what those before it
 * did, and what has changed is written in one go at the end. To ask for a row or for children that were not loaded is a
 * fault of the loader and throws, for «not there» would be a wrong answer.
 */
export const createWorkingSet = (loaded: Loaded) => {
  const before = new Map<string, StoredRow>();
  const rows = new Map<string, StoredRow>();
  const known = new Set(loaded.asked.map(([entity, key]) => idOf(entity, key)));
  const byParent = createIndex();
  const byHash = createIndex();
  const clamps = new Map(loaded.clamps);
  const refused = new Map<string, Stamps>();
  const touched = new Set<string>();
  const made = { losses: [] as StoredLoss[], departures: [] as StoredDeparture[], clamps: [] as StoredClamp[], steps: [] as StoredStep[] };

  const place = (id: string, row: StoredRow | undefined): void => {
    const standing = rows.get(id);
    if (standing) {
      byParent.remove(standing.parent, id);
      byHash.remove(standing.sha256, id);
    }
    if (!row) {
      rows.delete(id);
      return;
    }
    rows.set(id, row);
    byParent.add(row.parent, id);
    byHash.add(row.sha256, id);
  };
  for (const row of loaded.rows) {
    const id = idOf(row.entity, row.key);
    known.add(id);
    before.set(id, row);
    place(id, row);
  }

  /** How to take back what was done since `begin`, last first. */
  let undo: (() => void)[] = [];
  const change = (entity: EntityName, key: string, row: StoredRow | undefined): void => {
    const id = idOf(entity, key);
    const standing = rows.get(id);
    undo.push(() => place(id, standing));
    known.add(id);
    touched.add(id);
    place(id, row);
  };
  const append = <T>(list: T[], value: T): void => {
    list.push(value);
    undo.push(() => void list.pop());
  };
  const found = (ids: Iterable<string>): StoredRow[] => [...ids].flatMap((id) => rows.get(id) ?? []);
  const hangs = (row: StoredRow, entity: EntityName): boolean => {
    const { parent } = specOf(row.entity);
    return parent !== null && parent !== 'self' && parent.entity === entity;
  };

  return {
    row: (entity: EntityName, key: string): StoredRow | undefined => {
      const id = idOf(entity, key);
      if (!known.has(id)) throw new Error(`a row of ${entity} was not loaded`);
      return rows.get(id);
    },
    /** What hangs from a row, tombstones too, in the order of seq. */
    children: (entity: EntityName, key: string): readonly StoredRow[] => {
      if (before.has(idOf(entity, key)) && !loaded.whole.has(key)) throw new Error(`the children of a row of ${entity} were not loaded`);
      return found(byParent.of(key)).filter((row) => hangs(row, entity)).sort((a, b) => a.seq - b.seq);
    },
    hasLiveChild: (entity: EntityName, key: string): boolean => loaded.inhabited.has(key) || found(byParent.of(key)).some((row) => row.deleted === 0 && hangs(row, entity)),
    /** Plans of a contract, tombstones too. */
    plansUnder: (contract: string): readonly StoredRow[] => found(byParent.of(contract)).filter((row) => row.entity === 'third_party_plan'),
    took: (ticket: string, user: string, from: string, to: string): boolean =>
      [...loaded.steps, ...made.steps].some((step) => step.ticket === ticket && step.user === user && step.from_state === from && step.to_state === to),
    step: (step: StoredStep): void => append(made.steps, step),
    evidenceWith: (sha256: string): readonly StoredRow[] => found(byHash.of(sha256)),
    put: (row: StoredRow): void => change(row.entity, row.key, row),
    drop: (row: StoredRow): void => change(row.entity, row.key, undefined),
    lose: (loss: StoredLoss): void => append(made.losses, loss),
    depart: (departure: StoredDeparture): void => append(made.departures, departure),
    rememberClamp: (stamp: string, effective: string): void => {
      if (clamps.has(stamp)) return;
      clamps.set(stamp, effective);
      undo.push(() => void clamps.delete(stamp));
      append(made.clamps, { stamp, effective });
    },
    /** The stamp that the endpoint uses for one that an author saw. */
    effectiveStamp: (register: string, stamp: string): string => {
      let seen = stamp;
      // A chain of refused edits leads back to what the first of them had seen.
      for (let built = refused.get(seen); built !== undefined; built = refused.get(seen)) seen = built[register] ?? '';
      return clamps.get(seen) ?? seen;
    },
    /** An edit that was refused: who built upon it has seen what it saw. */
    rememberRefused: (stamp: string, base: Stamps): void => void refused.set(stamp, base),
    /** From here on `takeBack` takes back. */
    begin: (): void => {
      undo = [];
    },
    takeBack: (): void => {
      for (const step of undo.toReversed()) step();
      undo = [];
    },
    changes: (): Changes => {
      const put: StoredRow[] = [];
      const rewritten: StoredRow[] = [];
      const dropped: RowRef[] = [];
      const scopes = new Set<string | null>();
      for (const id of touched) {
        const [was, is] = [before.get(id), rows.get(id)];
        if (is === was) continue;
        for (const row of [was, is]) if (row) scopes.add(row.scope);
        if (is && was && isRewritten(was, is)) rewritten.push(is);
        else if (is) put.push(is);
        else if (was) dropped.push([was.entity, was.key]);
      }
      return { put, rewritten, dropped, ...made, scopes: scopes.has(null) ? null : ([...scopes] as string[]) };
    },
  } as const;
};

export type WorkingSet = ReturnType<typeof createWorkingSet>;
