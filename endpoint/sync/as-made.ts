import { specOf } from '#shared/domain/entities/index.ts';
import { registerOf, stampFor, stampOf, type RowFields, type Stamps } from '#shared/sync/merge.ts';
import type { Op } from '#shared/sync/protocol.ts';

/** His own row tells a desk who sits at it; it is always told whole. */
const isTold = ({ entity }: Op): boolean => entity === 'user';

const same = (a: RowFields[string] | undefined, b: RowFields[string] | undefined): boolean => a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Whether a new row stands here as its author sent it, with nothing trimmed and nothing that the endpoint alone knows. */
export const insertedAsMade = (op: Op, stamp: string, whole: RowFields): boolean =>
  !isTold(op) && stamp === stampOf(op) && specOf(op.entity).managed.length === 0 && JSON.stringify(whole) === JSON.stringify(op.fields);

/** Whether a patch did here what it did at its author's: under his own stamp, with his values, upon what he had seen. */
export const patchedAsMade = (op: Op, hlc: string, fields: RowFields, before: Stamps): boolean => {
  if (isTold(op) || hlc !== op.hlc) return false;
  const spec = specOf(op.entity);
  return Object.keys(op.fields).every((field) => {
    const register = registerOf(spec, field);
    return op.base[register] === stampFor(before, register) && same(fields[field], op.fields[field]);
  });
};
