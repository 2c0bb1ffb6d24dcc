/** What an import of a file in UCI's form has to come to, counted by a plain loop that shares nothing with the import. */
export interface UciCount {
  readonly rows: number;
  readonly tickets: number;
  readonly byPriority: Readonly<Record<string, number>>;
  readonly byState: Readonly<Record<string, number>>;
  /** Changes between a ticket's successive updates, ordered by sys_updated_at, file order where equal. */
  readonly stateChanges: number;
  readonly severityChanges: number;
  readonly groupChanges: number;
  readonly reopened: number;
}

/** The states as `test/data/uci-mapping.json` has them. */
const states: Readonly<Record<string, string>> = {
  New: 'registered',
  '-100': 'registered',
  Active: 'in_progress',
  'Awaiting User Info': 'waiting_client',
  'Awaiting Vendor': 'waiting_third_party',
  'Awaiting Problem': 'waiting_third_party',
  'Awaiting Evidence': 'waiting_third_party',
  Resolved: 'awaiting_validation',
  Closed: 'closed',
};

const minuteOf = (text: string): number => {
  const [date = '', time = ''] = text.split(' ');
  const [day, month, year] = date.split('/').map(Number);
  const [hour, minute] = time.split(':').map(Number);
  return ((((year ?? 0) * 13 + (month ?? 0)) * 32 + (day ?? 0)) * 24 + (hour ?? 0)) * 60 + (minute ?? 0);
};

/** `csv`: unquoted, as UCI's file is. */
export const countUci = (csv: string): UciCount => {
  const lines = csv.split('\n').filter((line) => line !== '');
  const header = (lines[0] ?? '').split(',');
  const at = (name: string): number => header.indexOf(name);
  const [number, state, updated, priority, group] = [at('number'), at('incident_state'), at('sys_updated_at'), at('priority'), at('assignment_group')];
  const tickets = new Map<string, string[][]>();
  for (const line of lines.slice(1)) {
    const cells = line.split(',');
    const key = cells[number] ?? '';
    const rows = tickets.get(key);
    if (rows) rows.push(cells);
    else tickets.set(key, [cells]);
  }
  const byPriority: Record<string, number> = {};
  const byState: Record<string, number> = {};
  let [stateChanges, severityChanges, groupChanges, reopened] = [0, 0, 0, 0];
  for (const rows of tickets.values()) {
    rows.sort((a, b) => minuteOf(a[updated] ?? '') - minuteOf(b[updated] ?? ''));
    for (let i = 1; i < rows.length; i += 1) {
      const [before, now] = [rows[i - 1] ?? [], rows[i] ?? []];
      const [from, to] = [states[before[state] ?? ''], states[now[state] ?? '']];
      if (from !== to) stateChanges += 1;
      if (from === 'closed' && to !== 'closed') reopened += 1;
      if (before[priority] !== now[priority]) severityChanges += 1;
      if (before[group] !== now[group]) groupChanges += 1;
    }
    const last = rows.at(-1) ?? [];
    const [severity, final] = [`S${(last[priority] ?? '').slice(0, 1)}`, states[last[state] ?? ''] ?? ''];
    byPriority[severity] = (byPriority[severity] ?? 0) + 1;
    byState[final] = (byState[final] ?? 0) + 1;
  }
  return { rows: lines.length - 1, tickets: tickets.size, byPriority, byState, stateChanges, severityChanges, groupChanges, reopened };
};
