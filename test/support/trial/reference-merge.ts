import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { Op } from '#shared/sync/protocol.ts';

/*
 * The merge rule once more, written apart from `shared/sync/merge.ts`, which desk and endpoint share: both would agree on
 * a wrong one. Ops come in the order in which the endpoint has taken them.
 */

interface Register {
  readonly stamp: string;
  readonly fields: Readonly<Record<string, Json>>;
}

export type ReferenceRow = ReadonlyMap<string, Register>;

const registerNames = (entity: EntityName): ReadonlyMap<string, string> =>
  new Map(Object.entries(specOf(entity).registers).flatMap(([register, fields]) => fields.map((field) => [field, register] as const)));

const byRegister = (entity: EntityName, fields: Readonly<Record<string, Json>>): ReadonlyMap<string, Record<string, Json>> => {
  const names = registerNames(entity);
  const parts = new Map<string, Record<string, Json>>();
  for (const [field, value] of Object.entries(fields)) {
    const register = names.get(field) ?? field;
    parts.set(register, { ...parts.get(register), [field]: value });
  }
  return parts;
};

/**
 * The rows that these ops leave, by `entity key`. `effective` tells what the endpoint uses for a stamp from a clock that ran
 * ahead; `stoodFirm` whether it is on record that a ticket's state gave way to no later clock, because the machine has no
 * step from it to what the op asked. Who built upon a `refused` edit has seen what that one saw.
 */
export const referenceRows = (ops: readonly Op[], effective: (stamp: string) => string, stoodFirm: (op: string) => boolean, refused: readonly Op[] = []): ReadonlyMap<string, ReferenceRow> => {
  const rows = new Map<string, Map<string, Register>>();
  const gone = new Set<string>();
  const basesOfRefused = new Map<string, Op['base']>(refused.flatMap((op) => (op.kind === 'patch' ? [[`${op.hlc}-${op.id.slice(-6)}`, op.base] as const] : [])));
  const seenBy = (register: string, seen: string | undefined): string | undefined => {
    const before = seen === undefined ? undefined : basesOfRefused.get(seen);
    return before === undefined ? seen : seenBy(register, before[register]);
  };
  for (const op of ops) {
    const name = `${op.entity} ${op.key}`;
    const stamp = effective(`${op.hlc}-${op.id.slice(-6)}`);
    if (op.kind === 'delete') {
      rows.delete(name);
      gone.add(name);
      continue;
    }
    if (gone.has(name)) continue;
    const standing = rows.get(name);
    if (op.kind !== 'patch') {
      if (standing === undefined) rows.set(name, new Map([...byRegister(op.entity, op.fields)].map(([register, fields]) => [register, { stamp, fields }])));
      continue;
    }
    for (const [register, fields] of byRegister(op.entity, op.fields)) {
      const was = standing?.get(register);
      const seen = seenBy(register, op.base[register]);
      const sawIt = was !== undefined && seen !== undefined && effective(seen) === was.stamp;
      const firm = op.entity === 'ticket' && register === 'progress' && stoodFirm(op.id);
      if (was === undefined || sawIt || (stamp > was.stamp && !firm)) standing?.set(register, { stamp, fields: { ...was?.fields, ...fields } });
    }
  }
  return rows;
};
