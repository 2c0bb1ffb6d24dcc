import { z } from 'zod';

/** UUIDv7, made on the device. */
export const id = z.uuid();
/** ISO-8601 UTC with milliseconds, e.g. `2026-06-12T15:45:00.000Z`; text order is time order. */
export const instant = z.iso.datetime({ precision: 3 });
/** `YYYY-MM-DD`, a local date. */
export const localDate = z.iso.date();
/** IANA zone name. */
export const zone = z.string().min(1).max(64);
export const minutes = z.int();
export const shortText = z.string().max(300);
export const longText = z.string().max(100_000);
/** A title says something: spaces alone do not count. */
export const title = z.string().trim().min(1).max(300);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export const json: z.ZodType<Json> = z.json() as z.ZodType<Json>;
export const jsonObject: z.ZodType<Readonly<Record<string, Json>>> = z.record(z.string(), json);
