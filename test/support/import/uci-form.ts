/**
 * A CSV of the same form as UCI's incident log (DOI 10.24432/C57S4H): its 36 columns, contiguous rows per incident,
 * `D/M/YYYY HH:mm`, `?` for what is missing, reopened and reclassified incidents, one that is out of order. Made from a
 * seed, so that the same call gives the same bytes.
 */
const columns = [
  'number', 'incident_state', 'active', 'reassignment_count', 'reopen_count', 'sys_mod_count', 'made_sla', 'caller_id', 'opened_by', 'opened_at',
  'sys_created_by', 'sys_created_at', 'sys_updated_by', 'sys_updated_at', 'contact_type', 'location', 'category', 'subcategory', 'u_symptom', 'cmdb_ci',
  'impact', 'urgency', 'priority', 'assignment_group', 'assigned_to', 'knowledge', 'u_priority_confirmation', 'notify', 'problem_id', 'rfc', 'vendor',
  'caused_by', 'closed_code', 'resolved_by', 'resolved_at', 'closed_at',
] as const;

/** Numbers in [0, 1) from a seed: mulberry32. */
export const seededDice = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const written = (ms: number): string => {
  const date = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

const priorities = ['1 - Critical', '2 - High', '3 - Moderate', '4 - Low'] as const;
const middle = ['New', 'Active', 'Active', 'Awaiting User Info', 'Awaiting Vendor', 'Awaiting Problem', 'Awaiting Evidence', 'Resolved', '-100'] as const;

export const uciForm = (tickets: number, seed = 498): string => {
  const roll = seededDice(seed);
  const below = (n: number): number => Math.floor(roll() * n);
  const maybe = (share: number, text: string): string => (roll() < share ? '?' : text);
  const lines = [columns.join(',')];
  let opened = Date.UTC(2016, 1, 29, 1, 16);
  for (let ticket = 0; ticket < tickets; ticket += 1) {
    opened += below(40) * 60_000;
    const updates = 1 + below(10);
    const chance = roll();
    let priority: string = priorities[chance < 0.02 ? 0 : chance < 0.05 ? 1 : chance < 0.95 ? 2 : 3] ?? priorities[2];
    let group = maybe(0.15, `Group ${below(70)}`);
    const [caller, category, location] = [`Caller ${below(5000)}`, maybe(0.01, `Category ${below(50)}`), `Location ${below(220)}`];
    let at = opened;
    const times = Array.from({ length: updates }, () => {
      const time = at;
      at += roll() < 0.4 ? 0 : below(600) * 60_000;
      return time;
    });
    const closed = times.at(-1) ?? opened;
    if (ticket === 1 && updates > 2) times.splice(0, 2, times[1] ?? opened, times[0] ?? opened);
    for (const [index, time] of times.entries()) {
      if (roll() < 0.015) priority = priorities[below(4)] ?? priority;
      if (roll() < 0.2) group = maybe(0.1, `Group ${below(70)}`);
      const state = index === updates - 1 ? 'Closed' : roll() < 0.01 ? 'Closed' : (middle[index === 0 ? 0 : below(roll() < 0.01 ? middle.length : middle.length - 1)] ?? 'Active');
      lines.push(
        [
          `INC${String(ticket + 45).padStart(7, '0')}`, state, String(state !== 'Closed'), '0', '0', String(index), 'true', caller, 'Opened by  8', written(opened),
          maybe(0.4, 'Created by 6'), maybe(0.4, written(opened)), `Updated by ${below(900)}`, written(time), roll() < 0.99 ? 'Phone' : 'Self service', location, category,
          maybe(0.01, `Subcategory ${below(250)}`), maybe(0.25, `Symptom ${below(500)}`), '?', '2 - Medium', '2 - Medium', priority, group, '?', 'true', 'false',
          'Do Not Notify', '?', '?', '?', '?', 'code 5', `Resolved by ${below(200)}`, maybe(0.05, written(closed)), written(closed),
        ].join(','),
      );
    }
  }
  return `${lines.join('\n')}\n`;
};
