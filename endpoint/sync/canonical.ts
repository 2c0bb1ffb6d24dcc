import { hash } from 'node:crypto';
import type { Json } from '#shared/domain/primitives.ts';

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** JSON text with sorted keys: equal content gives equal text. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
};

/** What an op asks for, without when: a desk that sends an op again may have stamped it anew. */
export const payloadHash = (op: { readonly kind: string; readonly entity: string; readonly key: string; readonly fields: Readonly<Record<string, Json>> }): Buffer =>
  hash('sha256', `${op.kind} ${op.entity} ${op.key} ${canonicalJson(op.fields)}`, 'buffer').subarray(0, 16);
