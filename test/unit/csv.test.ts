import { describe, expect, test } from 'vitest';
import { csvOf } from '#shared/csv.ts';

describe('a CSV', () => {
  test('quotes what would break a line or a cell', () => {
    expect(csvOf([['Cliente', 'Horas'], ['Prado, "Lácteos"', 1.5], ['dos\nlíneas', null]])).toBe('\uFEFFCliente,Horas\r\n"Prado, ""Lácteos""",1.5\r\n"dos\nlíneas",\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =HYPERLINK("x")'])('neutralises %j, whatever spreadsheet opens it', (text) => {
    const cell = csvOf([[text]]).slice(1, -2).replace(/^"|"$/gu, '').replaceAll('""', '"');
    expect(cell).toBe(`'${text}`);
  });

  test('leaves numbers and plain texts alone', () => {
    expect(csvOf([[-3, 'a=b', 'x@y']])).toBe('\uFEFF-3,a=b,x@y\r\n');
  });
});
