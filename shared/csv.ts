export type CsvCell = string | number | null;

/** What a spreadsheet would take for a formula, also behind spaces. Source: OWASP, CSV injection. */
const formula = /^\s*[=+\-@\t\r]/u;

const written = (cell: CsvCell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
 * A CSV that spreadsheets open as it is meant: UTF-8 with a mark, comma, CRLF (RFC 4180). A text that would be a formula
 * gets an apostrophe before it; numbers stay numbers.
 */
export const csvOf = (rows: readonly (readonly CsvCell[])[]): string => `\uFEFF${rows.map((row) => `${row.map(written).join(',')}\r\n`).join('')}`;
