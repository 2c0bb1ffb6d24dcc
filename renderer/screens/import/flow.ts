import { create } from 'zustand';
import type { ImportInspection, ImportMapping, ImportPreview } from '#shared/contract/import.ts';
import { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { problemsOf } from './mapping-problems.ts';

export const stages = ['file', 'columns', 'check', 'run'] as const;
type Stage = (typeof stages)[number];
type Busy = 'reading' | 'previewing' | 'starting';

interface ImportFlow {
  readonly stage: Stage;
  readonly inspection: ImportInspection | null;
  readonly mapping: ImportMapping | null;
  readonly preview: ImportPreview | null;
  /** The run that this flow began last. */
  readonly run: string | null;
  readonly busy: Busy | null;
  readonly error: AppError | null;
}

/** Outlives the screen: who looks at the board in between finds the columns as they were left. */
export const useImportFlow = create<ImportFlow>(() => ({ stage: 'file', inspection: null, mapping: null, preview: null, run: null, busy: null, error: null }));

const { getState: now, setState: set } = useImportFlow;

/** What was begun last; the answer of anything earlier is not wanted any more. */
let turn = 0;

const during = async (busy: Busy, work: () => Promise<Partial<ImportFlow>>, failed: (error: AppError) => Partial<ImportFlow>): Promise<void> => {
  turn += 1;
  const mine = turn;
  set({ busy, error: null });
  let outcome: Partial<ImportFlow>;
  try {
    outcome = await work();
  } catch (thrown) {
    const error = asAppError(thrown);
    outcome = { ...failed(error), error };
  }
  if (mine === turn) set({ ...outcome, busy: null });
};

/** Reads the head of a file and proposes columns. */
export const readFile = (path: string): Promise<void> =>
  during(
    'reading',
    async () => {
      // A thing that was dropped and is no file has no path.
      if (path === '') throw new AppError('file_unreadable');
      const inspection = await core.call('import.inspect', { path });
      return { stage: 'columns', inspection, mapping: inspection.guess, preview: null, run: null };
    },
    () => ({ stage: 'file', inspection: null, mapping: null, preview: null }),
  );

export const setMapping = (mapping: ImportMapping): void => set({ mapping, preview: null, error: null });

/** Reads the whole file as the mapping says; nothing is written. */
export const check = async (): Promise<void> => {
  const { inspection, mapping, busy } = now();
  if (inspection === null || mapping === null || busy !== null) return;
  if (problemsOf(mapping).size > 0) {
    set({ stage: 'columns', error: new AppError('mapping_invalid') });
    return;
  }
  await during(
    'previewing',
    async () => ({ stage: 'check', preview: await core.call('import.preview', { path: inspection.path, mapping }) }),
    () => ({ stage: 'columns', preview: null }),
  );
};

/** Begins the run. Lines that were rejected in the check stay out. */
export const start = async (): Promise<void> => {
  const { inspection, mapping, preview, busy } = now();
  if (inspection === null || mapping === null || preview === null || preview.counts.tickets === 0 || busy !== null) return;
  await during(
    'starting',
    async () => {
      const { run } = await core.call('import.start', { path: inspection.path, mapping, skipRejected: preview.counts.rejectedLines > 0 });
      return { stage: 'run', run };
    },
    () => ({}),
  );
};

/** One step back; what is being read is given up. */
export const back = (): void => {
  turn += 1;
  const { stage, busy, run } = now();
  const previous: Stage = stage === 'check' ? 'columns' : 'file';
  const waits = busy !== null && stage !== 'file';
  set({ busy: null, error: null, run: stage === 'run' ? null : run, ...(waits ? {} : { stage: previous }) });
};

/** From a run that left nothing back to its check. */
export const backToCheck = (): void => set({ stage: now().preview === null ? 'file' : 'check', run: null, error: null });

/** From the first step to the columns of the file that was chosen before. */
export const goOn = (): void => set({ stage: now().inspection === null ? 'file' : 'columns', error: null });

export const startOver = (): void => {
  turn += 1;
  set({ stage: 'file', inspection: null, mapping: null, preview: null, run: null, busy: null, error: null });
};
