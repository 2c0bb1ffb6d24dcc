import type { BySeverity } from '#shared/contract/report-views.ts';
import { lanes } from '#shared/domain/enums.ts';

export const sumOf = (counts: BySeverity): number => lanes.reduce((sum, lane) => sum + counts[lane], 0);

/** As a report lists them: the gravest first, what has no severity last. */
export const reportLanes = ['S1', 'S2', 'S3', 'S4', 'untriaged'] as const satisfies readonly (typeof lanes)[number][];
