import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openSource } from '#core/import/byte-source.ts';
import { guessDelimiter, readCsv } from '#core/import/csv-records.ts';
import { zipOf } from '#test/support/import/zip.ts';

const dir = mkdtempSync(join(tmpdir(), 'carril-import-csv-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let files = 0;
const fileOf = (content: string | Buffer, name = 'a.csv'): string => {
  const path = join(dir, `${(files += 1)}-${name}`);
  writeFileSync(path, content);
  return path;
};
const read = async (content: string | Buffer, name?: string) => {
  const source = await openSource(fileOf(content, name));
  return readCsv(source, () => {
    const records: [number, ...string[]][] = [];
    let columns: readonly string[] = [];
    let delimiter = '';
    return {
      onHeader: (names, used) => {
        columns = names;
        delimiter = used;
      },
      onRecord: (cells, line) => void records.push([line, ...cells]) as undefined,
      result: () => ({ columns, delimiter, records, entry: source.entry }),
    };
  });
};

describe('records', () => {
  test.each([',', ';', '\t', '|'])('delimiter %j is guessed', async (delimiter) => {
    const text = [['número', 'título'], ['1', 'a, b; c'], ['2', 'x']].map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join('\n');
    expect(await read(text)).toMatchObject({ delimiter, columns: ['número', 'título'], records: [[2, '1', 'a, b; c'], [3, '2', 'x']] });
  });
  test('a delimiter inside quotes does not count', () => {
    expect(guessDelimiter('a;b\n"1,2,3,4";x\n"5,6,7,8";y\n')).toBe(';');
    expect(guessDelimiter('only\nx\n')).toBe(',');
  });
  test('quoted newlines keep the line numbers right, with either line end', async () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['a,b', `1,"x${end}y${end}z"`, '', '2,"say ""hi"""', '3,c'].join(end);
      expect((await read(text)).records).toEqual([[2, '1', `x${end}y${end}z`], [6, '2', 'say "hi"'], [7, '3', 'c']]);
    }
  });
  test('too few and too many cells come as they are; names are made single', async () => {
    expect(await read('a,a,\n1\n1,2,3,4\n')).toMatchObject({ columns: ['a', 'a (2)', '#3'], records: [[2, '1'], [3, '1', '2', '3', '4']] });
  });
  test('an inch sign in the middle of a cell is text', async () => {
    expect((await read('a,b\n1,pantalla 15" rota\n2,x\n')).records).toEqual([[2, '1', 'pantalla 15" rota'], [3, '2', 'x']]);
  });
});

describe('encodings', () => {
  const text = 'número,título\n1,Añadir «€» a la impresión\n';
  test('UTF-8, with and without BOM', async () => {
    const expected = { columns: ['número', 'título'], records: [[2, '1', 'Añadir «€» a la impresión']] };
    expect(await read(text)).toMatchObject(expected);
    expect(await read(`\uFEFF${text}`)).toMatchObject(expected);
  });
  test('windows-1252 where the bytes are no UTF-8, however late', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n'), Buffer.from('1,x\n'.repeat(300_000)), Buffer.from('2,'), Buffer.from([0x80, 0xf1, 0x93, 0x0a])]);
    expect((await read(bytes)).records.at(-1)).toEqual([300_002, '2', '€ñ“']);
  });
  test('a character on the edge of two chunks', async () => {
    const row = `${'ñ'.repeat(70_001)}\n`;
    expect((await read(`a\nx${row}${row}${row}`)).records.map(([, cell]) => cell?.length)).toEqual([70_002, 70_001, 70_001]);
  });
});

describe('damaged files', () => {
  test('a quote that is never closed', async () => {
    await expect(read('a,b\n1,"x\n2,y\n3,z\n')).rejects.toMatchObject({ code: 'csv_corrupt', details: { line: expect.any(Number) } });
  });
  test('a quote that swallows megabytes', async () => {
    await expect(read(`a,b\n1,"x\n${'2,y\n'.repeat(1_500_000)}`)).rejects.toMatchObject({ code: 'csv_corrupt' });
  });
  test('binary', async () => {
    await expect(read(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))).rejects.toMatchObject({ code: 'csv_corrupt', details: { reason: 'binary' } });
    await expect(read(Buffer.from('a,b\n1,2\n', 'utf16le'))).rejects.toMatchObject({ code: 'csv_corrupt' });
  });
  test('nothing in it', async () => {
    await expect(read('')).rejects.toMatchObject({ code: 'csv_empty' });
    await expect(read('\n\n')).rejects.toMatchObject({ code: 'csv_empty' });
  });
  test('no such file, or a folder', async () => {
    await expect(openSource(join(dir, 'none.csv'))).rejects.toMatchObject({ code: 'file_unreadable', details: { file: 'none.csv' } });
    await expect(openSource(dir)).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});

describe('zip', () => {
  test('exactly one CSV is read, whatever else lies beside it', async () => {
    const zip = zipOf({ 'readme.txt': 'x', 'datos/tickets.csv': 'a,b\n1,2\n', '__MACOSX/._tickets.csv': 'junk' });
    expect(await read(zip, 'a.bin')).toMatchObject({ entry: 'datos/tickets.csv', records: [[2, '1', '2']] });
  });
  test('none, or several', async () => {
    await expect(read(zipOf({ 'a.pdf': 'x' }))).rejects.toMatchObject({ code: 'zip_without_csv', details: { found: 0 } });
    await expect(read(zipOf({}))).rejects.toMatchObject({ code: 'zip_without_csv', details: { found: 0 } });
    await expect(read(zipOf({ 'a.csv': 'x', 'b.csv': 'y' }))).rejects.toMatchObject({ code: 'zip_without_csv', details: { found: 2 } });
  });
  test('cut, garbled, or with another checksum', async () => {
    const zip = zipOf({ 'a.csv': `a,b\n${'1,2\n'.repeat(500)}` });
    await expect(read(zip.subarray(0, zip.length - 30))).rejects.toMatchObject({ code: 'zip_corrupt' });
    const garbled = Buffer.from(zip);
    garbled.fill(0xff, 38, 48);
    await expect(read(garbled)).rejects.toMatchObject({ code: 'zip_corrupt' });
    const sum = Buffer.from(zip);
    const central = sum.indexOf('PK\u0001\u0002', 0, 'latin1');
    sum.writeUInt32LE(12_345, central + 16);
    await expect(read(sum)).rejects.toMatchObject({ code: 'zip_corrupt', details: { reason: 'checksum' } });
  });
  test('one that says it unpacks to more than a CSV can be', async () => {
    const zip = zipOf({ 'a.csv': 'a,b\n1,2\n' });
    zip.writeUInt32LE(0xf000_0000, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
    await expect(read(zip)).rejects.toMatchObject({ code: 'zip_corrupt', details: { reason: 'too_large' } });
  });
  test('one that unpacks to more than it says', async () => {
    const zip = zipOf({ 'a.csv': `a,b\n${'1,2\n'.repeat(50_000)}` });
    zip.writeUInt32LE(1000, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
    await expect(read(zip)).rejects.toMatchObject({ code: 'zip_corrupt' });
  });
});
