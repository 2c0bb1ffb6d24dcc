import { create } from 'zustand';
import { presets, type DateRange, type Preset } from '../screens/reports/range.ts';

/** What the control of the service is asked over. A preset moves with the days; a range of one's own stays. */
export interface ReportChoice {
  readonly range: Preset | DateRange;
  readonly client: string | null;
}

const KEY = 'carril.reports';
const first: ReportChoice = { range: 'days30', client: null };
const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value);

const rangeFrom = (value: unknown): ReportChoice['range'] => {
  if (presets.some((preset) => preset === value)) return value as Preset;
  const { from, to } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof DateRange, unknown>>;
  return isDate(from) && isDate(to) && from <= to ? { from, to } : first.range;
};

const remembered = (): ReportChoice => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof ReportChoice, unknown>>;
    return { range: rangeFrom(kept.range), client: typeof kept.client === 'string' ? kept.client : null };
  } catch {
    // What is kept there is a convenience: where it cannot be read, one begins as the first time.
    return first;
  }
};

export const useReports = create<ReportChoice>(remembered);

export const chooseReport = (choice: Partial<ReportChoice>): void => {
  useReports.setState(choice);
  const { range, client } = useReports.getState();
  localStorage.setItem(KEY, JSON.stringify({ range, client }));
};
