import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entities, entityNames, specOf } from '#shared/domain/entities/index.ts';
import { hlcText } from '#shared/sync/hlc.ts';
import { baseFor, fieldsOf, mergePatch, registerOf, stampFor, stampOf, type MergeOp, type RowFields, type Stamps } from '#shared/sync/merge.ts';

const spec = entities.ticket;
const op = (ms: number, fields: RowFields, base: Stamps = {}, tail = '0000aa'): MergeOp => ({ id: `0190a000-0000-7000-8000-000000${tail}`, hlc: hlcText({ ms, counter: 0 }, '00000001'), fields, base });
const stamp = (ms: number, tail = '0000aa'): string => stampOf(op(ms, {}, {}, tail));

describe('registers', () => {
  test('fields that only make sense together share a stamp; the others have their own', () => {
    expect([registerOf(spec, 'state'), registerOf(spec, 'closed_at'), registerOf(spec, 'title')]).toEqual(['progress', 'progress', 'title']);
    expect(fieldsOf(spec, 'lane')).toEqual(['severity', 'rank']);
    expect(baseFor(spec, { '*': 'a', lane: 'b' }, ['rank', 'severity', 'title'])).toEqual({ lane: 'b', title: 'a' });
    expect(stampFor({}, 'title')).toBe('');
  });

  test('every register of every entity names fields that it has, none of them twice', () => {
    for (const name of entityNames) {
      const { registers, managed, shape } = specOf(name);
      const fields = Object.values(registers).flat();
      expect(new Set(fields).size, name).toBe(fields.length);
      for (const field of [...fields, ...managed]) expect(Object.keys(shape.shape), name).toContain(field);
      // A register that is called like a field holds that field, or the two would be confused.
      for (const register of Object.keys(registers).filter((each) => Object.keys(shape.shape).includes(each))) expect(registers[register], `${name}.${register}`).toContain(register);
    }
  });
});

describe('merging a patch', () => {
  const current = { row: { title: 'a', severity: 'S3', rank: 'a0', state: 'triaged', closed_at: null }, stamps: { '*': stamp(10), title: stamp(100) } };

  test('an author who saw the latest value wins, whatever his clock says', () => {
    const merged = mergePatch(spec, current, op(1, { title: 'b' }, { title: stamp(100) }));
    expect(merged).toEqual({ row: { ...current.row, title: 'b' }, stamps: { ...current.stamps, title: stamp(1) }, lost: [] });
  });

  test('else the later stamp wins and what lost is told', () => {
    expect(mergePatch(spec, current, op(50, { title: 'b' }, { title: stamp(10) }))).toEqual({
      row: current.row,
      stamps: current.stamps,
      lost: [{ register: 'title', side: 'arriving', value: { title: 'b' } }],
    });
    expect(mergePatch(spec, current, op(200, { title: 'b' }, { title: stamp(10) }))).toEqual({
      row: { ...current.row, title: 'b' },
      stamps: { ...current.stamps, title: stamp(200) },
      lost: [{ register: 'title', side: 'standing', value: { title: 'a' } }],
    });
  });

  test('what an op has set itself is nothing new to it when it comes again', () => {
    const again = op(100, { title: 'a' }, { title: stamp(10) });
    expect(mergePatch(spec, current, again)).toEqual({ ...current, lost: [] });
    expect(mergePatch(spec, current, again, () => true).lost).toEqual([]);
  });

  test('one register may lose while another of the same op is taken', () => {
    const merged = mergePatch(spec, current, op(50, { title: 'b', severity: 'S1', rank: 'a1' }, { title: stamp(10), lane: stamp(10) }));
    expect(merged.row).toEqual({ ...current.row, severity: 'S1', rank: 'a1' });
    expect(merged.lost).toHaveLength(1);
  });

  test('a register is taken or left as a whole', () => {
    const closed = { row: { ...current.row, state: 'closed', closed_at: 't' }, stamps: { '*': stamp(10), progress: stamp(300) } };
    const merged = mergePatch(spec, closed, op(200, { state: 'in_progress', closed_at: null }, { progress: stamp(10) }));
    expect([merged.row['state'], merged.row['closed_at']]).toEqual(['closed', 't']);
  });

  const edit = fc.record({ ms: fc.integer({ min: 11, max: 99 }), field: fc.constantFrom('title', 'severity', 'state'), value: fc.constantFrom('x', 'y', 'z') });
  const edits = fc.uniqueArray(edit, { selector: (each) => each.ms, maxLength: 6 });
  const start = { row: { title: 'a', severity: 'S3', state: 'triaged' } as RowFields, stamps: { '*': stamp(10) } as Stamps };
  const laid = (ops: readonly MergeOp[]): RowFields => ops.reduce<{ row: RowFields; stamps: Stamps }>((standing, each) => mergePatch(spec, standing, each), start).row;

  test('edits made apart come to the same row in whatever order they arrive, and to the latest of each register', () => {
    fc.assert(
      fc.property(edits, fc.infiniteStream(fc.nat()), (made, dice) => {
        // None saw another: all but the first that arrives have lost sight of the standing value.
        const ops = made.map((each) => op(each.ms, { [each.field]: each.value }, { [registerOf(spec, each.field)]: stamp(9) }));
        const shuffled = ops.map((each) => ({ each, key: dice.next().value ?? 0 })).toSorted((a, b) => a.key - b.key).map(({ each }) => each);
        expect(laid(shuffled)).toEqual(laid(ops));
        for (const field of ['title', 'severity', 'state']) {
          const latest = made.filter((each) => each.field === field).toSorted((a, b) => b.ms - a.ms)[0];
          expect(laid(ops)[field]).toBe(latest?.value ?? start.row[field]);
        }
      }),
    );
  });

  test('an op that comes again changes nothing', () => {
    fc.assert(
      fc.property(edits, (made) => {
        const ops = made.map((each) => op(each.ms, { [each.field]: each.value }, { [registerOf(spec, each.field)]: stamp(9) }));
        expect(laid([...ops, ...ops])).toEqual(laid(ops));
      }),
    );
  });
});
