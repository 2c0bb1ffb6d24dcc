import type { ImportColumn, ImportInspection } from '#shared/contract/import.ts';
import { AppError } from '#shared/errors.ts';
import { openSource } from './byte-source.ts';
import { readCsv, type Delimiter } from './csv-records.ts';
import { guessMapping, missingTextsOf, type SampledColumn } from './guess-mapping.ts';

const sampledRows = 2000;
const samplesShown = 5;
const longestSample = 120;

/** Looks at a file's first rows and proposes a mapping. Errors: those of openSource and readCsv. */
export const inspectFile = async (path: string, tz: string): Promise<ImportInspection> => {
  const source = await openSource(path);
  const found = await readCsv(source, () => {
    let names: readonly string[] = [];
    let delimiter: Delimiter = ',';
    let values: readonly Map<string, number>[] = [];
    let rows = 0;
    return {
      onHeader: (columns, used) => {
        names = columns;
        delimiter = used;
        values = columns.map(() => new Map<string, number>());
      },
      onRecord: (cells) => {
        rows += 1;
        for (const [index, counts] of values.entries()) {
          const text = (cells[index] ?? '').trim();
          counts.set(text, (counts.get(text) ?? 0) + 1);
        }
        return rows < sampledRows ? undefined : false;
      },
      result: () => ({ names, delimiter, values, rows }),
    };
  });
  if (found.rows === 0) throw new AppError('csv_empty', { file: source.name });
  const distinct = found.names.map((name, index): SampledColumn => {
    const counts = [...(found.values[index] ?? [])].toSorted((a, b) => b[1] - a[1]);
    return { name, values: counts.map(([text]) => text), filled: found.rows - (found.values[index]?.get('') ?? 0) };
  });
  const missing = missingTextsOf(distinct);
  const sampled = distinct.map((column, index) => ({
    ...column,
    filled: column.filled - missing.reduce((sum, text) => sum + (found.values[index]?.get(text) ?? 0), 0),
  }));
  const columns = sampled.map(
    (column): ImportColumn => ({
      name: column.name,
      filled: column.filled,
      samples: column.values.filter((value) => value !== '' && !missing.includes(value)).slice(0, samplesShown).map((value) => value.slice(0, longestSample)),
    }),
  );
  return {
    path,
    name: source.name,
    bytes: source.bytes,
    entry: source.entry,
    delimiter: found.delimiter,
    rowsSampled: found.rows,
    columns,
    guess: guessMapping(sampled, source.name, tz),
  };
};
