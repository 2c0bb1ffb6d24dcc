import { readFile } from 'node:fs/promises';
import { measure, type Measure } from './measure.ts';

export interface MemorySample {
  readonly atMs: number;
  /** Resident, of each endpoint process. */
  readonly bytes: readonly number[];
}

const minuteMs = 60_000;
/** Shorter than this and what the garbage collector has not come to yet would be taken for a leak. */
const judgedMs = 5 * minuteMs;
const bytesPerMb = 1024 * 1024;

export const residentBytes = async (pid: number): Promise<number> => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;

const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length;

/** MB a minute, as a straight line through the points (least squares) rises. */
const slopeOf = (points: readonly { readonly atMs: number; readonly mb: number }[]): number => {
  const [at, mb] = [mean(points.map((point) => point.atMs)), mean(points.map((point) => point.mb))];
  const spread = points.reduce((sum, point) => sum + (point.atMs - at) ** 2, 0);
  return spread === 0 ? 0 : (points.reduce((sum, point) => sum + (point.atMs - at) * (point.mb - mb), 0) / spread) * minuteMs;
};

/** Each process minute by minute, the least and the most of each: a garbage collector's saw beside a leak. */
export const memoryByMinute = (samples: readonly MemorySample[]): readonly string[] =>
  (samples[0]?.bytes ?? []).map((_, index) => {
    const minutes = Map.groupBy(samples, ({ atMs }) => Math.floor(atMs / minuteMs));
    const told = [...minutes.values()].map((of) => of.map(({ bytes }) => Math.round((bytes[index] ?? 0) / bytesPerMb))).map((mb) => `${Math.min(...mb)}–${Math.max(...mb)}`);
    return `memory of process ${index + 1} by minute, MB: ${told.join(' ')}`;
  });

/**
 * Whether memory is flat after the first minute, each process by itself: where it stands at the end beside where it stood
 * after a minute, and how it rose in between. A run under five minutes tells the numbers and does not judge them.
 */
export const memoryMeasures = (samples: readonly MemorySample[]): readonly Measure[] => {
  const endMs = samples.at(-1)?.atMs ?? 0;
  const judged = endMs >= judgedMs;
  const warmMs = Math.min(minuteMs, endMs / 3);
  return (samples[0]?.bytes ?? []).flatMap((_, index) => {
    const points = samples.flatMap(({ atMs, bytes }) => (atMs < warmMs ? [] : [{ atMs, mb: (bytes[index] ?? 0) / bytesPerMb }]));
    const name = `memory of process ${index + 1}`;
    return [
      measure(`${name} at the end, beside after ${Math.round(warmMs / 1000)} s`, 'MB', points.at(-1)?.mb ?? Number.NaN, points[0]?.mb ?? Number.NaN, judged ? { atMostRatio: 1.25 } : {}),
      measure(`${name}, rise from then on`, 'MB/min', slopeOf(points), null, judged ? { atMost: 2 } : {}),
    ];
  });
};
