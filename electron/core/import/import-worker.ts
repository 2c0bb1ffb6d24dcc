import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import { inspectFile } from './inspect-file.ts';
import { newRows } from './new-rows.ts';
import { readTickets, type TicketsOfFile } from './read-tickets.ts';
import { instantAt } from '../clock.ts';
import type { FromWorker, NewTicket, ToWorker, WorkerJob } from './worker-job.ts';

/** The worker's thread: reads, groups and maps the file, and makes the rows. It never sees the database. */
const chunkTickets = 100;
const chunksAhead = 4;
const progressEveryMs = 100;

const progress = (tell: (message: FromWorker) => void): ((done: number, total: number) => void) => {
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - last < progressEveryMs) return;
    last = now;
    tell({ type: 'progress', done, total });
  };
};

/** Sends chunks no faster than they are written. */
const sendTickets = async (port: MessagePort, tickets: Generator<NewTicket>): Promise<void> => {
  let free = chunksAhead;
  let wake: (() => void) | null = null;
  port.on('message', (message: ToWorker) => {
    if (message.type !== 'more') return;
    free += 1;
    wake?.();
  });
  let chunk: NewTicket[] = [];
  const send = async (): Promise<void> => {
    if (free === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    free -= 1;
    port.postMessage({ type: 'chunk', tickets: chunk } satisfies FromWorker);
    chunk = [];
  };
  for (const ticket of tickets) {
    chunk.push(ticket);
    if (chunk.length === chunkTickets) await send();
  }
  if (chunk.length > 0) await send();
};

const preview = (file: TicketsOfFile): FromWorker => ({
  type: 'preview',
  value: {
    counts: file.counts,
    rejected: file.rejected,
    sample: file.stories.slice(0, 20).map((story) => ({
      key: story.key,
      title: story.title,
      client: story.client,
      severity: story.severity,
      state: story.state,
      receivedAt: instantAt(story.receivedAt),
      events: story.events.length,
    })),
  },
});

/**
 * The window comes first: whoever reads a big file at his leisure must not take the processor from who presses a key. Linux
 * alone knows a thread's own priority, its number 0 being the thread that asks; elsewhere the whole engine would be slowed.
 */
const stepBack = (tell: (message: FromWorker) => void): void => {
  if (platform() !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    // A confined program may be forbidden to: it reads the file all the same.
    tell({ type: 'hurried', code: error instanceof Error && 'code' in error ? String(error.code) : '' });
  }
};

const work = async (port: MessagePort, job: WorkerJob): Promise<void> => {
  const tell = (message: FromWorker): void => port.postMessage(message);
  stepBack(tell);
  if (job.is === 'inspect') {
    tell({ type: 'inspection', value: await inspectFile(job.path, job.tz) });
    return;
  }
  const { path, mapping, known } = job;
  const [run, importedAt] = job.is === 'run' ? [job.facts.run, job.facts.atMs] : ['', job.atMs];
  const file = await readTickets({ path, mapping, known, run, importedAt, onBytes: progress(tell) });
  if (job.is === 'preview') {
    tell(preview(file));
    return;
  }
  if (file.counts.rejectedLines > 0 && !job.facts.skipRejected) throw new AppError('import_has_rejects', { rejected: file.counts.rejectedLines });
  const rows = newRows(file, known, job.facts, mapping.tz);
  tell({ type: 'read', counts: file.counts, clients: rows.clients });
  await sendTickets(port, rows.tickets());
  tell({ type: 'end' });
};

const port = parentPort;
if (port === null) throw new Error('import-worker runs as a worker thread');
work(port, workerData as WorkerJob)
  .catch((error: unknown) => {
    if (error instanceof AppError) port.postMessage({ type: 'failed', code: error.code, details: error.details } satisfies FromWorker);
    else {
      const known = error instanceof Error ? error : new Error('not an error');
      port.postMessage({ type: 'broken', name: known.name, stack: known.stack ?? '' } satisfies FromWorker);
    }
  })
  .finally(() => port.close());
