import { z } from 'zod';
import { id, instant } from '../domain/primitives.ts';

/*
 * The public form of a client.
 *
 *   POST /v1/forms                 { client } → its secret, told once
 *   GET  /v1/forms?client=         the client's forms
 *   POST /v1/forms/:form/revoke
 *   GET  /f/:secret                the form, for anybody who has its address
 */

export const formRequest = z.object({ client: id });
export const formResponse = z.object({ id, secret: z.string() });
export const formsQuery = z.object({ client: id });
export const formView = z.object({ id, createdAt: instant, revoked: z.boolean() });
export type FormView = z.infer<typeof formView>;
export const formsResponse = z.object({ forms: z.array(formView) });

/** Where a form is, on the endpoint that a desk reaches under `address`. */
export const formAddress = (address: string, secret: string): string => `${address.replace(/\/+$/, '')}/f/${secret}`;
