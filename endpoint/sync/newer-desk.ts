import { isEntityName, specOf } from '#shared/domain/entities/index.ts';
import { schemaVersion } from '#shared/sync/protocol.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isBeyond = (op: unknown): boolean => {
  if (!isRecord(op) || typeof op['entity'] !== 'string') return false;
  const { entity, fields } = op;
  if (!isEntityName(entity)) return true;
  const { shape } = specOf(entity).shape;
  return isRecord(fields) && Object.keys(fields).some((field) => !Object.hasOwn(shape, field));
};

/**
 * Whether a desk of a newer schema sends what this endpoint does not know yet. To refuse such ops one by one would be to
 * throw away what the person wrote; the desk keeps them until its endpoint is updated.
 */
export const isBeyondUs = (body: unknown): boolean => isRecord(body) && typeof body['schema'] === 'number' && body['schema'] > schemaVersion && Array.isArray(body['ops']) && body['ops'].some(isBeyond);
