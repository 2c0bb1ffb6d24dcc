/** One line of a bench: what was measured, beside the floor that was measured in the same run. */
export interface Measure {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'B' | 'MB' | 'MB/min' | 'rows/s' | 'tickets' | 'errors' | '%';
  /** The median. */
  readonly value: number;
  /** The same work done plainly: plain DOM, plain SQL, a plain download. Null where there is none. */
  readonly floor: number | null;
  readonly ratio: number | null;
  /** The bound in words, e.g. `≤ 35`; null where the number is only to be known. */
  readonly goal: string | null;
  readonly ok: boolean;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
};

const round = (value: number): number => Number(value.toPrecision(4));

export interface Goal {
  /** At most this value. */
  readonly atMost?: number;
  /** At most this many times the floor. */
  readonly atMostRatio?: number;
  readonly atLeast?: number;
}

export const measure = (name: string, unit: Measure['unit'], value: number, floor: number | null = null, goal: Goal = {}): Measure => {
  const ratio = floor === null || floor === 0 ? null : value / floor;
  const bounds = [
    goal.atMost === undefined ? null : { text: `≤ ${goal.atMost}`, ok: value <= goal.atMost },
    goal.atLeast === undefined ? null : { text: `≥ ${goal.atLeast}`, ok: value >= goal.atLeast },
    goal.atMostRatio === undefined ? null : { text: `≤ ${goal.atMostRatio} × floor`, ok: ratio !== null && ratio <= goal.atMostRatio },
  ].filter((bound) => bound !== null);
  return {
    name,
    unit,
    value: round(value),
    floor: floor === null ? null : round(floor),
    ratio: ratio === null ? null : round(ratio),
    goal: bounds.length === 0 ? null : bounds.map((bound) => bound.text).join(', '),
    ok: bounds.every((bound) => bound.ok),
  };
};

export const table = (measures: readonly Measure[]): string => {
  const cell = (value: number | null): string => (value === null ? '' : String(value));
  const rows = [
    ['measure', 'value', 'unit', 'floor', 'ratio', 'goal', 'ok'],
    ...measures.map((m) => [m.name, cell(m.value), m.unit, cell(m.floor), cell(m.ratio), m.goal ?? '', m.goal === null ? '' : m.ok ? 'ok' : 'MISSED']),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows.map((row) => row.map((text, column) => (column === 0 || column === 5 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join('  ').trimEnd()).join('\n');
};
