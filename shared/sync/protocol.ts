import { z } from 'zod';
import { json } from '../domain/primitives.ts';
import { entityNames, type EntityName } from '../domain/entities/index.ts';
import { hlcPattern } from './hlc.ts';
import { refusalCodes } from './refusal-codes.ts';

/** The wire between desk and endpoint. `proto` changes when this file changes shape; `schema` when an entity gains a field. */
export const proto = 1;
export const schemaVersion = 3;
/** A desk of an older schema than this has to be updated before it may sync: 426 `protocol_too_old`. */
export const oldestSchema = 1;
/** Headers of every authorised request: `authorization: Bearer …`, `x-carril-proto`, `x-carril-schema`. */
export const maxOpsPerPush = 1000;
export const maxPushBytes = 8 * 1024 * 1024;
export const pullPageRows = 5000;
/** Smaller: two of them are in memory, one being laid and one on its way. */
export const snapshotPageRows = 2500;
export const heartbeatMs = 25_000;

const entity = z.enum(entityNames as unknown as [EntityName, ...EntityName[]]);
const fields = z.record(z.string(), json);
const stamps = z.record(z.string(), z.string());

export const op = z.object({
  id: z.uuid(),
  /** Contiguous per (device, inc), from 1. */
  n: z.int().positive(),
  /** One command of the user: all of a group is applied or none. */
  group: z.uuid(),
  hlc: z.string().regex(hlcPattern),
  kind: z.enum(['insert', 'patch', 'delete', 'fact']),
  entity,
  key: z.uuid(),
  fields,
  /** Patches: register → the stamp that the author saw. */
  base: stamps,
  /** Patches: what the author had before him of the fields that a person may have to compare. */
  was: fields.optional(),
});
export type Op = z.infer<typeof op>;

export const pushRequest = z.object({
  proto: z.literal(proto),
  schema: z.int(),
  epoch: z.string(),
  device: z.object({ id: z.uuid(), inc: z.int().positive() }),
  clientNow: z.string(),
  ops: z.array(op).max(maxOpsPerPush),
});
export type PushRequest = z.infer<typeof pushRequest>;

export const opResult = z.object({
  id: z.uuid(),
  n: z.int(),
  /** `merged`: applied but for the registers named in details.lost. A repeated op gets its first answer. */
  is: z.enum(['applied', 'merged', 'refused']),
  dup: z.boolean(),
  seq: z.int(),
  code: z.enum(refusalCodes).optional(),
  details: z.record(z.string(), json).optional(),
  /** Of a refused patch or delete, in the push's own answer: the row as it stands there; null where there is none. */
  row: fields.nullable().optional(),
});
export type OpResult = z.infer<typeof opResult>;

export const pushResponse = z.object({
  serverNow: z.string(),
  epoch: z.string(),
  head: z.int(),
  results: z.array(opResult),
});
export type PushResponse = z.infer<typeof pushResponse>;

/** One line of `GET /v1/pull` (NDJSON). Rows come in the order of seq; each row once, in its newest form. */
export const pullLine = z.union([
  z.object({ seq: z.int(), entity, key: z.uuid(), scope: z.uuid().nullable(), row: fields, stamps }),
  /** `leave`: it is there still, but went over to a client that this person may not see. */
  z.object({ seq: z.int(), entity, key: z.uuid(), del: z.literal(true), leave: z.literal(true).optional() }),
  /** What became of an op of this very device where it was not simply applied. */
  z.object({ result: opResult }),
  /**
   * `grants`: the clients whose rows this page was chosen from, null for all; a desk that holds others lets them go.
   * `own`: up to `next` there is nothing but ops of this very device, a seq each, that did here to the letter what they did there.
   */
  z.object({ end: z.literal(true), epoch: z.string(), next: z.int(), head: z.int(), more: z.boolean(), ackN: z.int(), remaining: z.int(), mark: z.string().nullable(), grants: z.array(z.uuid()).nullable().optional(), own: z.literal(true).optional() }),
]);
export type PullLine = z.infer<typeof pullLine>;
export type PullRow = Extract<PullLine, { row: unknown }>;
export type PullDelete = Extract<PullLine, { del: true }>;
export type PullEnd = Extract<PullLine, { end: true }>;

export const pullQuery = z.object({
  since: z.coerce.number().int().nonnegative(),
  limit: z.coerce.number().int().positive().max(20_000).default(pullPageRows),
  inc: z.coerce.number().int().positive(),
  /** `mark` of the end line that `since` was taken from: whether it is still the same history. */
  mark: z.string().max(40).optional(),
  /** The reader no longer holds its ops up to this n: it has heard what became of them. */
  acked: z.coerce.number().int().nonnegative().optional(),
  /** The reader can do with the word that what is next is all its own, in place of the rows; see `own` of the end line. */
  own: z.literal('1').optional(),
});

/**
 * One line of `GET /v1/snapshot` (NDJSON): the living rows, entity by entity and each in the order of its key. `whole`
 * says that all rows of an entity have come by. `since` is the head when the page was read: the desk keeps the first
 * page's, and pulls from there when it has all. `total`: how many rows there are, as far as the endpoint can tell.
 */
export const snapshotLine = z.union([
  z.object({ seq: z.int(), entity, key: z.uuid(), scope: z.uuid().nullable(), row: fields, stamps }),
  z.object({ whole: entity }),
  z.object({ end: z.literal(true), epoch: z.string(), schema: z.int(), since: z.int(), mark: z.string().nullable(), next: z.string().nullable(), total: z.int(), grants: z.array(z.uuid()).nullable().optional() }),
]);
export type SnapshotLine = z.infer<typeof snapshotLine>;
export type SnapshotRow = Extract<SnapshotLine, { row: unknown }>;
export type SnapshotEnd = Extract<SnapshotLine, { end: true }>;

export const snapshotQuery = z.object({
  /** One client's rows alone; without it all that the person may see. */
  scope: z.uuid().optional(),
  /** `entity,key` of the last row that has come; the next page begins behind it. */
  after: z.string().regex(/^[a-z_]{1,40},[0-9a-f-]{36}$/).optional(),
  limit: z.coerce.number().int().positive().max(20_000).default(snapshotPageRows),
});

export const signInRequest = z.object({
  email: z.email(),
  password: z.string().min(1).max(1024),
  // No database keeps a NUL.
  device: z.object({ id: z.uuid(), name: z.string().max(120).refine((name) => !name.includes('\u0000')) }),
});

export const signInResponse = z.object({
  token: z.string(),
  epoch: z.string(),
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(['consultant', 'lead', 'admin']),
  }),
});
export type SignInResponse = z.infer<typeof signInResponse>;

/** Body of every non-2xx answer. */
export const problem = z.object({ code: z.string(), details: z.record(z.string(), json).default({}) });

/** `data:` of the event `poke` on `GET /v1/live`. A hint only. */
export const poke = z.object({ head: z.int() });

/**
 * Who opens `GET /v1/live` with where he has read to may be told the news itself: the event `news`, whose first line of data
 * is this and the others the page of the feed that a pull from `since` would answer with. Whoever has read to elsewhere, or
 * counts under another `inc`, takes it for a poke.
 */
export const liveNews = z.object({ since: z.int().nonnegative(), inc: z.int().positive() });
export const liveQuery = pullQuery.pick({ since: true, inc: true, mark: true }).partial();

/**
 * Blobs: `POST /v1/blobs` (tus 1.0 creation; metadata `sha256`, `mime`; header `upload-length`), `HEAD` and `PATCH` on
 * `/v1/blobs/<id>`, and `GET /v1/blobs/sha256/<hash>` with ranges.
 */
export const blobPath = '/v1/blobs';
