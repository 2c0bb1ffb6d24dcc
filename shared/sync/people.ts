import { z } from 'zod';
import { consultantRoles, userRoles } from '../domain/enums.ts';
import { id, instant, title } from '../domain/primitives.ts';
import { minPasswordLength } from './invitation-link.ts';
import { signInRequest } from './protocol.ts';

/*
 * Who may come in, and as whom.
 *
 *   POST /v1/first-admin                 the code that the endpoint prints → a session (below)
 *   POST /v1/invitations/open            a link's code → for whom it is
 *   POST /v1/invitations/redeem          a link's code and a password → a session
 *   POST /v1/password                    one's own
 *   POST /v1/token/rotate                a new token for this device; the old one stays good until the new one is used
 *   GET  /v1/devices                     one's own devices
 *   POST /v1/devices/:device/revoke      one's own, or anybody's for an admin
 *   GET  /v1/team                        admins: people, their devices, open invitations
 *   POST /v1/team/people/:person         admins: name, role, profile, clients, enabled
 *   POST /v1/team/people/:person/password   admins: a new password, told once
 *   POST /v1/team/invitations            admins: a new invitation, its code told once
 *   POST /v1/team/invitations/:invitation/revoke
 */

/** A password that is set now; older ones may be shorter. */
export const newPassword = z.string().min(minPasswordLength).max(1024);

/** The secret of a link or a code as a person pasted it. */
const secret = z.string().trim().min(8).max(200);
const grants = z.array(id).max(1000).nullable();
const { device } = signInRequest.shape;
const email = z.email().max(300);

export const firstAdminRequest = z.object({ code: secret, name: title, email, password: newPassword, device });
export const openInvitationRequest = z.object({ code: secret });
export const openInvitationResponse = z.object({ name: z.string(), email: z.string(), role: z.enum(userRoles), expiresAt: z.string() });
export const redeemRequest = z.object({ code: secret, password: newPassword, device });
export const passwordRequest = z.object({ current: z.string().min(1).max(1024), next: newPassword });
export const rotateResponse = z.object({ token: z.string() });

export const deviceView = z.object({
  device: id,
  name: z.string(),
  since: z.string(),
  /** Null: not since the list is kept. To a few minutes. */
  lastSeenAt: z.string().nullable(),
  /** The one that asks. */
  current: z.boolean(),
});
export type DeviceView = z.infer<typeof deviceView>;
export const devicesResponse = z.object({ devices: z.array(deviceView) });

export const personView = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(userRoles),
  profile: z.enum(consultantRoles),
  /** Ids of the clients granted; null is all of them. */
  clients: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  devices: z.array(deviceView),
});
export type PersonView = z.infer<typeof personView>;

export const invitationView = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(userRoles),
  profile: z.enum(consultantRoles),
  clients: z.array(z.string()).nullable(),
  expiresAt: z.string(),
  expired: z.boolean(),
});
export type InvitationView = z.infer<typeof invitationView>;

export const teamResponse = z.object({ people: z.array(personView), invitations: z.array(invitationView) });
export type TeamResponse = z.infer<typeof teamResponse>;

export const personChange = z
  .object({ name: title, role: z.enum(userRoles), profile: z.enum(consultantRoles), clients: grants, enabled: z.boolean() })
  .partial();
export type PersonChange = z.infer<typeof personChange>;

export const resetResponse = z.object({ password: z.string() });

/** How long a link may wait. */
export const maxInvitationDays = 30;
export const inviteRequest = z.object({
  name: title,
  email,
  role: z.enum(userRoles),
  profile: z.enum(consultantRoles).default('functional'),
  clients: grants,
  days: z.int().min(1).max(maxInvitationDays).default(7),
});
export type InviteRequest = z.infer<typeof inviteRequest>;
export const inviteResponse = z.object({ id, code: z.string(), expiresAt: instant });
