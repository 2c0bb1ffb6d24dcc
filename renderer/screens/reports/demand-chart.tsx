import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { ServiceReport } from '#shared/contract/report-views.ts';
import { reportLanes } from './sums.ts';
import styles from './reports.module.css';

const HEIGHT = 180;
const colourNames = { S1: '--s1-solid', S2: '--s2-solid', S3: '--s3-solid', S4: '--s4-solid', untriaged: '--untriaged' } as const;

interface DemandChartProps {
  readonly label: string;
  readonly periods: ServiceReport['periods'];
  /** What stands below each bar. */
  readonly names: readonly string[];
}

/** Each line of a stack is the sum of what lies below it, the highest one drawn first. */
const stacked = (periods: ServiceReport['periods']): uPlot.AlignedData => {
  const bottomUp = reportLanes.toReversed();
  const layers = bottomUp.map((_, top) => periods.map(({ bySeverity }) => bottomUp.slice(0, top + 1).reduce((sum, lane) => sum + bySeverity[lane], 0)));
  return [periods.map((_, index) => index), ...layers.toReversed()];
};

const bars = uPlot.paths.bars?.({ size: [0.6, 48] });

const optionsFor = (place: Element, names: readonly string[], width: number): uPlot.Options => {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--text-2'), font: '11px "Inter Variable", sans-serif', ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: false, range: [-0.6, names.length - 0.4] }, y: { range: (_, __, most) => [0, Math.max(4, most)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 24, gap: 6, splits: names.map((_, index) => index), values: (_, splits) => splits.map((at) => names[at] ?? ''), filter: (_, splits) => splits, space: 44, incrs: [1] },
      { ...axis, grid: { stroke: colour('--grid'), width: 1 }, size: 36, gap: 6, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000], space: 36 },
    ],
    series: [{}, ...reportLanes.map((lane) => ({ fill: colour(colourNames[lane]), width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) }))],
  };
};

/** As many names as there is room for; the first one always. */
const thinned = (names: readonly string[], width: number): readonly string[] => {
  const every = Math.max(1, Math.ceil((names.length * 52) / Math.max(1, width)));
  return names.map((name, index) => (index % every === 0 ? name : ''));
};

/** Demand over time, stacked by severity. */
export const DemandChart = ({ label, periods, names }: DemandChartProps) => {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot: uPlot | null = null;
    const draw = (): void => {
      plot?.destroy();
      plot = new uPlot(optionsFor(element, thinned(names, element.clientWidth), element.clientWidth), stacked(periods), element);
    };
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    // The colours are read once for a drawing: the page's theme may turn by the system's clock.
    const themed = new MutationObserver(draw);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot?.destroy();
    };
  }, [periods, names]);
  return <div ref={place} role="img" aria-label={label} className={styles['chart']} style={{ height: HEIGHT }} />;
};
