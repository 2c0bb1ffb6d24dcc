import type { ImportCounts, ImportMapping, RejectedLine } from '#shared/contract/import.ts';
import { openSource } from './byte-source.ts';
import { clientKey } from './client-name.ts';
import { readCsv } from './csv-records.ts';
import { AppError } from '#shared/errors.ts';
import { rowReader, type RowReader, type Update } from './row-reader.ts';
import { tellStory, type TicketStory } from './ticket-story.ts';
import type { KnownClient } from './worker-job.ts';

export interface TicketsOfFile {
  /** Ordered by received_at; without those that were imported before. */
  readonly stories: readonly TicketStory[];
  readonly counts: ImportCounts;
  /** The first thousand, by line; `counts.rejectedLines` counts them all. */
  readonly rejected: readonly RejectedLine[];
  /** Name of each client that the desk does not know, as the file first writes it, by its key. */
  readonly newClients: ReadonlyMap<string, string>;
}

export interface ReadOptions {
  readonly path: string;
  readonly mapping: ImportMapping;
  readonly known: readonly KnownClient[];
  readonly run: string;
  readonly importedAt: number;
  readonly onBytes: (done: number, total: number) => void;
}

interface Grouped {
  readonly updates: ReadonlyMap<string, Update[]>;
  readonly keyless: readonly RejectedLine[];
  readonly rows: number;
}

const maxRejectedKept = 1000;

/** Reads the whole file and tells each ticket's story. Errors: those of openSource, readCsv and rowReader. */
export const readTickets = async ({ path, mapping, known, run, importedAt, onBytes }: ReadOptions): Promise<TicketsOfFile> => {
  const source = await openSource(path);
  const grouped = await readCsv<Grouped>(source, () => {
    const updates = new Map<string, Update[]>();
    const keyless: RejectedLine[] = [];
    let read: RowReader | null = null;
    let rows = 0;
    return {
      onHeader: (columns) => {
        read = rowReader(mapping, columns);
      },
      onRecord: (cells, line) => {
        if (read === null) return undefined;
        rows += 1;
        const update = read(cells, line);
        if (update.key === null) keyless.push({ line, key: '', problems: update.problems });
        else {
          const group = updates.get(update.key);
          if (group === undefined) updates.set(update.key, [update]);
          else group.push(update);
        }
        return undefined;
      },
      onBytes: (done) => onBytes(done, source.size),
      result: () => ({ updates, keyless, rows }),
    };
  });
  if (grouped.rows === 0) throw new AppError('csv_empty', { file: source.name });

  const refs = new Map(known.map((client) => [clientKey(client.name), new Set(client.refs)]));
  const newClients = new Map<string, string>();
  const stories: TicketStory[] = [];
  const rejected = [...grouped.keyless];
  const bySeverity = { S1: 0, S2: 0, S3: 0, S4: 0, none: 0 };
  const byState: Record<string, number> = {};
  let events = 0;
  let alreadyThere = 0;
  for (const [key, updates] of grouped.updates) {
    const told = tellStory(key, updates, mapping, { run, name: source.name }, importedAt);
    rejected.push(...told.rejected);
    const { story } = told;
    if (story === null) continue;
    const client = clientKey(story.client);
    const there = refs.get(client);
    if (there?.has(key)) {
      alreadyThere += 1;
      continue;
    }
    if (there === undefined && !newClients.has(client)) newClients.set(client, story.client);
    stories.push(story);
    events += story.events.length;
    bySeverity[story.severity ?? 'none'] += 1;
    byState[story.state] = (byState[story.state] ?? 0) + 1;
  }
  stories.sort((a, b) => a.receivedAt - b.receivedAt);
  const counts = { rows: grouped.rows, tickets: stories.length, events, clients: newClients.size, rejectedLines: rejected.length, bySeverity, byState, alreadyThere };
  return { stories, counts, rejected: rejected.toSorted((a, b) => a.line - b.line).slice(0, maxRejectedKept), newClients };
};
