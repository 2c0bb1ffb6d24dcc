import { describe, expect, test } from 'vitest';
import { rowReader } from '#core/import/row-reader.ts';
import { tellStory } from '#core/import/ticket-story.ts';
import type { ImportMapping } from '#shared/contract/import.ts';

const columns = ['key', 'title', 'client', 'sev', 'state', 'opened', 'closed', 'updated', 'group', 'note'];
const mapping: ImportMapping = {
  ticketKey: 'key',
  orderBy: 'updated',
  dateFormat: 'D/M/YYYY HH:mm',
  tz: 'America/La_Paz',
  missing: ['?'],
  fields: {
    title: { from: 'column', column: 'title' },
    client: { from: 'column', column: 'client' },
    severity: { from: 'column', column: 'sev', values: { '1': 'S1', '3': 'S3' } },
    state: { from: 'column', column: 'state', values: { new: 'registered', open: 'in_progress', done: 'closed' } },
    received_at: { from: 'column', column: 'opened' },
    closed_at: { from: 'column', column: 'closed' },
  },
  track: ['group'],
};
const row = (given: Readonly<Record<string, string>>): string[] => {
  const base: Record<string, string> = { key: 'A', title: 't', client: 'c', sev: '3', state: 'new', opened: '1/4/2026 08:00', closed: '?', updated: '1/4/2026 08:00', group: '?', note: '', ...given };
  return columns.map((column) => base[column] ?? '');
};
const tell = (rows: readonly (readonly string[])[], with_: ImportMapping = mapping) => {
  const read = rowReader(with_, columns);
  return tellStory('A', rows.map((cells, index) => read(cells, index + 2)), with_, { run: 'r', name: 'f.csv' }, Date.UTC(2026, 5, 1));
};
const at = (text: string): number => Date.parse(`2026-04-01T${text}:00.000-04:00`);

describe('from updates to events', () => {
  test('the first sets the values, later ones tell what differs, at their own time', () => {
    const { story, rejected } = tell([
      row({}),
      row({ updated: '1/4/2026 09:00', state: 'open', sev: '1', group: 'Red' }),
      row({ updated: '1/4/2026 09:30', state: 'open', sev: '1', group: 'Red', note: 'not tracked' }),
      row({ updated: '1/4/2026 12:00', state: 'done', sev: '1', group: 'Web', closed: '1/4/2026 11:59' }),
    ]);
    expect(rejected).toEqual([]);
    expect(story?.events).toEqual([
      { type: 'registered', at: at('08:00'), payload: { channel: 'portal' } },
      { type: 'imported', at: at('08:00'), payload: { run: 'r', source: 'f.csv' } },
      { type: 'severity_changed', at: at('09:00'), payload: { from: 'S3', to: 'S1' } },
      { type: 'state_changed', at: at('09:00'), payload: { from: 'registered', to: 'in_progress' } },
      { type: 'field_changed', at: at('09:00'), payload: { field: 'group', from: null, to: 'Red' } },
      { type: 'state_changed', at: at('12:00'), payload: { from: 'in_progress', to: 'closed' } },
      { type: 'field_changed', at: at('12:00'), payload: { field: 'group', from: 'Red', to: 'Web' } },
    ]);
    expect(story).toMatchObject({ severity: 'S1', state: 'closed', receivedAt: at('08:00'), closedAt: at('11:59'), cycle: 1 });
  });
  test('updates are put in order; equal times keep the order of the file', () => {
    const { story } = tell([row({ updated: '1/4/2026 10:00', state: 'done' }), row({ updated: '1/4/2026 09:00', state: 'new' }), row({ updated: '1/4/2026 09:00', state: 'open' })]);
    expect(story?.events.slice(2).map(({ payload }) => payload['to'])).toEqual(['in_progress', 'closed']);
    expect(story?.closedAt).toBe(at('10:00'));
  });
  test('opening again counts a cycle', () => {
    const { story } = tell([row({ state: 'done' }), row({ updated: '1/4/2026 09:00', state: 'open' })]);
    expect(story?.events.slice(2).map(({ type }) => type)).toEqual(['reopened', 'state_changed']);
    expect(story).toMatchObject({ cycle: 2, closedAt: null });
  });
  test('without an order column the file orders, and changes are told at the reception', () => {
    const { story } = tell([row({ updated: 'x' }), row({ updated: 'y', state: 'open' })], { ...mapping, orderBy: null });
    expect(story?.events.at(-1)).toEqual({ type: 'state_changed', at: at('08:00'), payload: { from: 'registered', to: 'in_progress' } });
  });
});

describe('bad rows', () => {
  test('a bad row in the middle is left out and named with its line', () => {
    const { story, rejected } = tell([row({}), row({ updated: '1/4/2026 09:00', sev: 'huge' }), row({ updated: '1/4/2026 10:00', state: 'open' })]);
    expect(story?.state).toBe('in_progress');
    expect(rejected).toEqual([{ line: 3, key: 'A', problems: [{ target: 'severity', column: 'sev', code: 'not_a_choice', value: 'huge' }] }]);
  });
  test('a bad last row rejects the ticket', () => {
    expect(tell([row({}), row({ updated: '1/4/2026 09:00', opened: 'yesterday' })])).toMatchObject({ story: null, rejected: [{ line: 3, problems: [{ target: 'received_at', code: 'not_a_time' }] }] });
    expect(tell([row({}), row({ updated: '1/4/2026 09:00' }).slice(0, 5)])).toMatchObject({ story: null, rejected: [{ line: 3, problems: [{ code: 'columns', value: '5/10' }] }] });
  });
  test('title and client are asked of the last row only', () => {
    expect(tell([row({ title: '?' }), row({ updated: '1/4/2026 09:00' })]).rejected).toEqual([]);
    expect(tell([row({}), row({ updated: '1/4/2026 09:00', title: '', client: ' ? ' })]).rejected).toEqual([
      { line: 3, key: 'A', problems: [{ target: 'title', column: 'title', code: 'missing', value: '' }, { target: 'client', column: 'client', code: 'missing', value: '' }] },
    ]);
  });
  test('texts that are too long', () => {
    expect(tell([row({ title: 'x'.repeat(301) })]).rejected[0]?.problems[0]).toMatchObject({ target: 'title', code: 'too_long' });
  });
  test('a fallback stands in for what is missing or unknown', () => {
    const lenient: ImportMapping = { ...mapping, fields: { ...mapping.fields, severity: { from: 'column', column: 'sev', values: { '1': 'S1' }, fallback: 'S4' } } };
    expect(tell([row({ sev: 'huge' })], lenient).story?.severity).toBe('S4');
    expect(tell([row({ sev: '?' })], lenient).story?.severity).toBe('S4');
    expect(tell([row({ sev: '?' })]).story?.severity).toBeNull();
  });
  test('templates leave out what says nothing', () => {
    const templated = (template: string): ImportMapping => ({ ...mapping, fields: { ...mapping.fields, title: { from: 'template', template } } });
    expect(tell([row({ group: '?', note: 'n' })], templated('[{title} · {group} · {note}]')).story?.title).toBe('[t · n]');
    expect(tell([row({ group: '?', note: 'n' })], templated('{group} – {note}')).story?.title).toBe('n');
    expect(tell([row({ group: '?' })], templated('{group} – {note}')).rejected[0]?.problems[0]?.code).toBe('missing');
  });
});

describe('mappings that cannot be', () => {
  const refused = (change: Partial<ImportMapping>) => {
    try {
      rowReader({ ...mapping, ...change }, columns);
      return null;
    } catch (error) {
      return error;
    }
  };
  test.each([
    [{ ticketKey: 'nope' }, { target: 'ticketKey', reason: 'unknown_column' }],
    [{ orderBy: 'nope' }, { target: 'orderBy', reason: 'unknown_column' }],
    [{ track: ['nope'] }, { target: 'track', reason: 'unknown_column' }],
    [{ tz: 'America/Atlantis' }, { target: 'tz', reason: 'unknown_zone' }],
    [{ fields: {} }, { target: 'title', reason: 'missing' }],
    [{ fields: { ...mapping.fields, state: { from: 'value', value: 'Cerrado' } as const } }, { target: 'state', reason: 'not_a_choice' }],
    [{ fields: { ...mapping.fields, severity: { from: 'column', column: 'sev', values: { '1': 'S9' } } as const } }, { target: 'severity', reason: 'not_a_choice' }],
    [{ fields: { ...mapping.fields, title: { from: 'template', template: 'x' } as const } }, { target: 'title', reason: 'template_without_column' }],
  ])('%j', (change, details) => {
    expect(refused(change)).toMatchObject({ code: 'mapping_invalid', details });
  });
});
