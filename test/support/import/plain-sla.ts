/**
 * What the clocks of the incident log's tickets say under a policy that counts every hour, straight from its rows. It shares
 * no code with the product and counts in another way: as every hour counts, a promise is an amount of running time, and a
 * due time the moment at which the clock has run so long.
 */
export interface PlainTarget {
  readonly response: number | null;
  readonly resolution: number | null;
}
/** Minutes, by the digit with which the log's priorities begin. */
export type PlainPolicy = Readonly<Record<string, PlainTarget>>;

/** `due` and `at`: milliseconds since the epoch. */
export interface PlainReading {
  readonly due: number;
  readonly at: number | null;
  readonly late: boolean;
}
export interface PlainSla {
  readonly cycles: number;
  readonly priority: string;
  readonly response: PlainReading | null;
  readonly resolution: PlainReading | null;
}

interface Watch {
  /** Running time at which each promise is used up. */
  limits: number[];
  /** Moments at which it began and ceased to run, in turn. */
  turns: number[];
  stopped: number | null;
  firstMissed: number | null;
}

const runs = (watch: Watch): boolean => watch.turns.length % 2 === 1;

/** How long it has run by a moment. */
const elapsed = (watch: Watch, at: number): number => {
  let sum = 0;
  for (let n = 0; n < watch.turns.length; n += 2) sum += Math.max(0, Math.min(at, watch.turns[n + 1] ?? at) - (watch.turns[n] ?? at));
  return sum;
};

/** The moment at which it has run for so long; if it stands, as if it went on from `now`. */
const momentOf = (watch: Watch, limit: number, now: number): number => {
  let left = limit;
  for (let n = 0; n < watch.turns.length; n += 2) {
    const [from = 0, to = Infinity] = [watch.turns[n], watch.turns[n + 1]];
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return (watch.stopped ?? now) + left;
};

const dueOf = (watch: Watch, now: number): number | null => (watch.limits.length === 0 ? null : momentOf(watch, Math.min(...watch.limits), now));

const look = (watch: Watch, at: number): void => {
  if (!runs(watch) || watch.firstMissed !== null) return;
  const due = dueOf(watch, at);
  if (due !== null && due < at) watch.firstMissed = due;
};
const hold = (watch: Watch, at: number): void => {
  look(watch, at);
  if (runs(watch)) watch.turns.push(at);
};
const go = (watch: Watch, at: number): void => {
  if (!runs(watch)) watch.turns.push(at);
  watch.stopped = null;
};
const end = (watch: Watch, at: number): void => {
  hold(watch, at);
  watch.stopped ??= at;
};

const read = (watch: Watch, now: number): PlainReading | null => {
  const due = watch.firstMissed ?? dueOf(watch, now);
  return due === null ? null : { due, at: watch.stopped, late: due < (watch.stopped ?? now) };
};

const parse = (text: string, offsetMs: number): number => {
  const [day = 1, month = 1, year = 1970, hour = 0, minute = 0] = text.split(/\D/u).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute) - offsetMs;
};

interface Line {
  readonly at: number;
  readonly state: string;
  readonly priority: string;
}

const waiting = (state: string): boolean => state.startsWith('Awaiting');
const minute = 60_000;

const tellOne = (opened: number, lines: readonly Line[], policy: PlainPolicy, pauses: (state: string) => boolean, now: number): PlainSla => {
  let priority = lines[0]?.priority ?? '';
  let cycles = 1;
  const start = (at: number): { response: Watch; resolution: Watch; paused: boolean; over: boolean } => {
    const watch = (minutes: number | null | undefined): Watch => ({ limits: minutes == null ? [] : [minutes * minute], turns: [at], stopped: null, firstMissed: null });
    return { response: watch(policy[priority]?.response), resolution: watch(policy[priority]?.resolution), paused: false, over: false };
  };
  let cycle = start(opened);

  const rebind = (to: string, at: number): void => {
    const graver = to < priority;
    for (const name of ['response', 'resolution'] as const) {
      const watch = cycle[name];
      if (watch.stopped !== null) continue;
      look(watch, at);
      const minutes = policy[to]?.[name] ?? null;
      if (graver && minutes !== null) watch.limits.push(elapsed(watch, at) + minutes * minute);
      if (!graver) watch.limits = minutes === null ? [] : [minutes * minute];
    }
  };

  let before = lines[0]?.state ?? '';
  const steps = lines.slice(1).map((line) => ({ ...line, at: Math.max(line.at, opened), early: line.at < opened }));
  // Of what happens in one minute the log's order is kept, but a severity counts before a state.
  const changes: { at: number; n: number; do: () => void }[] = [];
  let told = priority;
  for (const [n, line] of steps.entries()) {
    const { at, state } = line;
    if (line.priority !== told) {
      told = line.priority;
      const to = line.priority;
      changes.push({
        at,
        n: n - steps.length,
        do: () => {
          if (!cycle.over && to !== priority) rebind(to, at);
          if (!cycle.over) priority = to;
        },
      });
    }
    if (state === before || line.early) {
      before = state;
      continue;
    }
    const from = before;
    before = state;
    changes.push({
      at,
      n,
      do: () => {
        if (from === 'Closed') {
          cycles += 1;
          cycle = start(at);
        }
        if (cycle.over) return;
        if (from === 'Resolved' && state === 'Active') {
          if (cycle.resolution.stopped !== null) go(cycle.resolution, at);
        } else if (waiting(from) && cycle.paused) {
          cycle.paused = false;
          go(cycle.resolution, at);
        }
        if (waiting(state) && pauses(state) && cycle.resolution.stopped === null) {
          hold(cycle.resolution, at);
          cycle.paused = true;
        } else if (state === 'Resolved' && from !== 'Closed') {
          cycle.paused = false;
          end(cycle.resolution, at);
        } else if (state === 'Closed') {
          end(cycle.response, at);
          end(cycle.resolution, at);
          cycle.paused = false;
          cycle.over = true;
        }
      },
    });
  }
  for (const change of changes.toSorted((a, b) => a.at - b.at || a.n - b.n)) change.do();
  return { cycles, priority, response: read(cycle.response, now), resolution: read(cycle.resolution, now) };
};

/**
 * By the incident's number. `csv`: the log, whose fields are never quoted; `offsetMs`: of its wall clock from UTC;
 * `pauses`: for which of its states the resolution clock stands. `now`: when it is looked at.
 */
export const plainSla = (csv: string, policy: PlainPolicy, offsetMs: number, pauses: (state: string) => boolean, now: number): ReadonlyMap<string, PlainSla> => {
  const [head = '', ...rows] = csv.split('\n').filter((line) => line !== '');
  const names = head.trim().split(',');
  const column = (name: string): number => names.indexOf(name);
  const [number, state, priority, opened, updated] = [column('number'), column('incident_state'), column('priority'), column('opened_at'), column('sys_updated_at')];
  const tickets = new Map<string, { opened: number; lines: Line[] }>();
  for (const row of rows) {
    const cells = row.trim().split(',');
    const key = cells[number] ?? '';
    const ticket = tickets.get(key) ?? { opened: 0, lines: [] };
    tickets.set(key, ticket);
    ticket.opened = parse(cells[opened] ?? '', offsetMs);
    const said = cells[state] ?? '';
    ticket.lines.push({ at: parse(cells[updated] ?? '', offsetMs), state: said === '-100' ? 'New' : said, priority: (cells[priority] ?? '').slice(0, 1) });
  }
  // The last row of a ticket tells when it came.
  return new Map([...tickets].map(([key, ticket]) => [key, tellOne(ticket.opened, ticket.lines.toSorted((a, b) => a.at - b.at), policy, pauses, now)]));
};
