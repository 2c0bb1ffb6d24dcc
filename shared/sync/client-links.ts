import { z } from 'zod';
import { id, instant } from '../domain/primitives.ts';

/*
 * Links to the client's page.
 *
 *   POST /v1/links                 { ticket, contact, days } → its secret, told once
 *   GET  /v1/links?ticket=         what was given out for a ticket
 *   POST /v1/links/:link/revoke
 *   GET  /c/:secret                the page
 */

export const maxLinkDays = 90;
export const linkRequest = z.object({ ticket: id, contact: id, days: z.int().min(1).max(maxLinkDays).default(14) });
export const linkResponse = z.object({ id, secret: z.string(), expiresAt: instant });
export const linksQuery = z.object({ ticket: id });
export const linkView = z.object({ id, contact: id, createdAt: instant, expiresAt: instant, revoked: z.boolean(), expired: z.boolean() });
export type LinkView = z.infer<typeof linkView>;
export const linksResponse = z.object({ links: z.array(linkView) });

/** Where the page of a secret is, on the endpoint that a desk reaches under `address`. */
export const clientLink = (address: string, secret: string): string => `${address.replace(/\/+$/, '')}/c/${secret}`;
