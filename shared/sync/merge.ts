import type { EntitySpec } from '../domain/entities/index.ts';
import type { Json } from '../domain/primitives.ts';

/** Register → stamp of the op that last set it. `*` stands for every register that is not named. */
export type Stamps = Readonly<Record<string, string>>;
export type RowFields = Readonly<Record<string, Json>>;

export interface MergeOp {
  readonly id: string;
  readonly hlc: string;
  readonly fields: RowFields;
  /** Register → the stamp that the author saw. */
  readonly base: Stamps;
}

export interface Lost {
  readonly register: string;
  /** Whose value did not survive: the arriving op's, or the one that stood. */
  readonly side: 'arriving' | 'standing';
  readonly value: RowFields;
}

export interface Merged {
  readonly row: RowFields;
  readonly stamps: Stamps;
  readonly lost: readonly Lost[];
}

/** What every stamp of an op ends in. */
export const tailOf = (op: { readonly id: string }): string => `-${op.id.slice(-6)}`;

/** The stamp of an op: its clock, with the op's tail to part equal clocks. Text order decides. */
export const stampOf = (op: { readonly id: string; readonly hlc: string }): string => `${op.hlc}${tailOf(op)}`;

export const registerOf = (spec: EntitySpec, field: string): string => {
  for (const [register, fields] of Object.entries(spec.registers)) if (fields.includes(field)) return register;
  return field;
};

export const fieldsOf = (spec: EntitySpec, register: string): readonly string[] => spec.registers[register] ?? [register];

export const stampFor = (stamps: Stamps, register: string): string => stamps[register] ?? stamps['*'] ?? '';

/** What an author writes into `base`: the stamps that he saw of the registers that he is about to set. */
export const baseFor = (spec: EntitySpec, stamps: Stamps, fields: Iterable<string>): Stamps => {
  const base: Record<string, string> = {};
  for (const field of fields) {
    const register = registerOf(spec, field);
    base[register] = stampFor(stamps, register);
  }
  return base;
};

const pick = (row: RowFields, fields: readonly string[]): RowFields => {
  const picked: Record<string, Json> = {};
  for (const field of fields) if (row[field] !== undefined) picked[field] = row[field];
  return picked;
};

/**
 * Merge a patch into a record, register by register. A register whose stamp is still the one that the author saw takes
 * the new value whatever the clocks say; else the greater stamp wins and what lost is reported. Pure; used by the
 * endpoint to decide and by the desk to lay its pending ops over the endpoint's rows, so that both come to the same row.
 */
export const mergePatch = (
  spec: EntitySpec,
  current: { readonly row: RowFields; readonly stamps: Stamps },
  op: MergeOp,
  /** Asked of a register that the author has not seen as it is: does what stands stay, whatever the clocks say? */
  standsFirm: (register: string) => boolean = () => false,
): Merged => {
  const row: Record<string, Json> = { ...current.row };
  const stamps: Record<string, string> = { ...current.stamps };
  const lost: Lost[] = [];
  const stamp = stampOf(op);
  const registers = new Map<string, string[]>();
  for (const field of Object.keys(op.fields)) {
    const register = registerOf(spec, field);
    const fields = registers.get(register);
    if (fields) fields.push(field);
    else registers.set(register, [field]);
  }
  for (const [register, fields] of registers) {
    const standing = stampFor(current.stamps, register);
    // What the op itself has set before is nothing new to it.
    const sawLatest = op.base[register] === standing || stamp === standing;
    if (!sawLatest && (stamp < standing || standsFirm(register))) {
      lost.push({ register, side: 'arriving', value: pick(op.fields, fields) });
      continue;
    }
    if (!sawLatest) lost.push({ register, side: 'standing', value: pick(current.row, fieldsOf(spec, register)) });
    for (const field of fields) row[field] = op.fields[field] as Json;
    stamps[register] = stamp;
  }
  return { row, stamps, lost };
};
