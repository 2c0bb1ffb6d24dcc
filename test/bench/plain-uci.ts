import { createInterface } from 'node:readline';
import yauzl from 'yauzl';

export interface PlainCounts {
  readonly rows: number;
  readonly tickets: number;
  readonly bySeverity: Readonly<Record<'S1' | 'S2' | 'S3' | 'S4', number>>;
}

const openEntry = (file: string): Promise<NodeJS.ReadableStream> =>
  new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.once('entry', (entry: yauzl.Entry) => zip.openReadStream(entry, (failed, stream) => (failed ? reject(failed) : resolve(stream))));
      zip.readEntry();
    });
  });

/** The last priority of each incident by a loop that shares no code with the import: the file's fields are never quoted. */
export const countUciPlainly = async (file: string): Promise<PlainCounts> => {
  const last = new Map<string, string>();
  let rows = -1;
  let key = 0;
  let priority = 0;
  for await (const line of createInterface({ input: await openEntry(file) })) {
    const cells = line.split(',');
    rows += 1;
    if (rows === 0) {
      key = cells.indexOf('number');
      priority = cells.indexOf('priority');
    } else last.set(cells[key] ?? '', cells[priority] ?? '');
  }
  const count = (digit: string): number => [...last.values()].filter((value) => value.startsWith(digit)).length;
  return { rows, tickets: last.size, bySeverity: { S1: count('1'), S2: count('2'), S3: count('3'), S4: count('4') } };
};
