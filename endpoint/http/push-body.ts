import { z } from 'zod';
import type { RowFields } from '#shared/sync/merge.ts';
import { maxOpsPerPush, op, pushRequest } from '#shared/sync/protocol.ts';

/** What a parser of JSON has made is JSON all the way down; what may be in it is asked of the entity's own shape. */
const parsedFields = z.custom<RowFields>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'Invalid input: expected record');
const pushBody = pushRequest.extend({ ops: z.array(op.extend({ fields: parsedFields, was: parsedFields.optional() })).max(maxOpsPerPush) });

/** The body of `POST /v1/push` as it came out of the parser: the same as `pushRequest` takes, without a second walk through every value. */
export const parsePush = (body: unknown): ReturnType<typeof pushBody.safeParse> => pushBody.safeParse(body);
