import { expect, test } from 'vitest';
import { entityNames, specOf } from '#shared/domain/entities/index.ts';
import { columnsOf, decodeRow, encodeFields } from '#core/db/row-codec.ts';
import { openDesk } from '#test/support/desk/open-desk.ts';

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
  readonly hidden: number;
}

const localColumns = new Set(['id', 'stamps', 'hidden', 'lane']);

test('the schema is the one that was agreed', () => {
  const desk = openDesk();
  const made = desk.rows<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ticket_text_%' ORDER BY type DESC, name");
  expect(desk.spine.db.raw.pragma('user_version', { simple: true })).toBe(9);
  expect(`${made.map((row) => row.sql).join(';\n')};\n`).toMatchSnapshot();
});

test('every entity has a table whose columns are its fields, null where the field may be null', () => {
  const desk = openDesk();
  for (const entity of entityNames) {
    const columns = desk.rows<ColumnInfo>('SELECT * FROM pragma_table_xinfo(?)', entity);
    const spec = specOf(entity);
    const fields = Object.entries(spec.shape.shape).map(([name, shape]) => [name, shape.safeParse(null).success]);
    expect(columns.filter((column) => !localColumns.has(column.name)).map((column) => [column.name, column.notnull === 0]), entity).toEqual(fields);
    expect(columns.some((column) => column.name === 'stamps'), entity).toBe(spec.kind === 'record');
  }
});

test('every table is strict, and what a column holds fits its type', () => {
  const desk = openDesk();
  const tables = desk.rows<{ name: string; strict: number; type: string }>("SELECT name, strict, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ticket_text%'");
  expect(tables.length).toBeGreaterThan(entityNames.length);
  for (const table of tables) expect(table.strict, table.name).toBe(1);
  for (const entity of entityNames) {
    const types = new Map(desk.rows<ColumnInfo>('SELECT * FROM pragma_table_xinfo(?)', entity).map((column) => [column.name, column.type]));
    for (const field of columnsOf(entity)) {
      // A value that the field's shape takes, told by trying.
      const takes = (value: unknown): boolean => specOf(entity).shape.shape[field]?.safeParse(value).success === true;
      const whole = takes(1) || takes(true);
      expect(types.get(field), `${entity}.${field}`).toBe(whole ? 'INTEGER' : 'TEXT');
    }
  }
});

test('rows go in and out as they were', () => {
  const odoo = { edition: 'enterprise', version: '17', hosting: 'odoo.sh', implemented_by: 'x', integrations: ['sunat'] };
  const client = { name: 'Acme', country: null, tz: 'America/Lima', odoo };
  expect(decodeRow('client', encodeFields('client', client))).toEqual(client);
  const entry = { user: 'u', ticket: null, task: null, start: 's', end: null, tz: 'z', activity: null, billable: true, note: null, status: 'draft', source: 'timer', idle_resolution: null };
  expect(encodeFields('time_entry', entry)['billable']).toBe(1);
  expect(decodeRow('time_entry', encodeFields('time_entry', entry))).toEqual(entry);
});
