import { z } from 'zod';
import { id, sha256 } from '#shared/domain/primitives.ts';
import {
  devicesResponse,
  firstAdminRequest,
  inviteRequest,
  inviteResponse,
  openInvitationRequest,
  openInvitationResponse,
  passwordRequest,
  personChange,
  redeemRequest,
  resetResponse,
  rotateResponse,
  teamResponse,
} from '#shared/sync/people.ts';
import { linkRequest, linkResponse, linksQuery, linksResponse } from '#shared/sync/client-links.ts';
import { formRequest, formResponse, formsQuery, formsResponse } from '#shared/sync/intake-forms.ts';
import { blobPath, liveQuery, pullLine, pullQuery, pushRequest, pushResponse, signInRequest, signInResponse, snapshotLine, snapshotQuery } from '#shared/sync/protocol.ts';

export interface Content {
  readonly type: string;
  /** Of `application/x-ndjson`: one line. */
  readonly shape: z.ZodType;
}

/** What one route takes and answers, by the shapes that check it. */
export interface DescribedRoute {
  readonly method: 'get' | 'post' | 'head' | 'patch' | 'delete';
  /** As in OpenAPI, e.g. `/v1/devices/{device}/revoke`. */
  readonly path: string;
  readonly summary: string;
  /** `device`: a device's token. `metrics`: the token of `/metrics`, where one is set. */
  readonly token: 'device' | 'metrics' | null;
  readonly query?: z.ZodObject;
  readonly params?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Content;
  /** The status of success with what it brings; null: nothing. */
  readonly answers: Readonly<Record<number, Content | null>>;
  /** Statuses of failure beyond those that every route has. */
  readonly problems: readonly number[];
  /** Failures are pages too, for a person and not for a program. */
  readonly pages?: true;
}

const json = (shape: z.ZodType) => ({ type: 'application/json', shape });
const lines = (shape: z.ZodType) => ({ type: 'application/x-ndjson', shape });
const text = { type: 'text/plain', shape: z.string() };
const bytes = (type: string) => ({ type, shape: z.string().meta({ format: 'binary' }) });
const nothing = z.object({});
const tusVersion = { 'tus-resumable': z.literal('1.0.0') };

const html = { type: 'text/html', shape: z.string() };
const page = { token: null, problems: [404], pages: true } as const;
const open = { token: null, problems: [] } as const;
const forDevice = { token: 'device', problems: [] } as const;
const forAdmins = { token: 'device', problems: [403, 404] } as const;

export const describedRoutes: readonly DescribedRoute[] = [
  { ...open, method: 'get', path: '/health', summary: 'The process is alive.', answers: { 200: json(z.object({ ok: z.literal(true), proto: z.int(), schema: z.int() })) } },
  { ...open, method: 'get', path: '/ready', summary: 'It can serve: each check by itself.', answers: { 200: json(z.object({ ok: z.literal(true), database: z.boolean(), blobs: z.boolean() })) }, problems: [503] },
  { method: 'get', path: '/metrics', summary: 'Figures for Prometheus.', token: 'metrics', answers: { 200: text }, problems: [404] },
  { ...open, method: 'get', path: '/join', summary: 'What a browser shows of an invitation.', answers: { 200: text } },
  { ...page, method: 'get', path: '/c/{secret}', summary: "The client's page of one ticket, behind its link.", params: z.object({ secret: z.string() }), answers: { 200: html } },
  { ...page, method: 'get', path: '/c/{secret}/evidence/{evidence}', summary: 'A file that the client may see.', params: z.object({ secret: z.string(), evidence: id }), answers: { 200: bytes('*/*') } },
  { ...page, method: 'post', path: '/c/{secret}', summary: 'What the client answers on his page; the page shows it.', params: z.object({ secret: z.string() }), body: { type: 'application/x-www-form-urlencoded', shape: z.object({ act: z.string(), seal: z.string() }) }, answers: { 303: null } },
  { ...page, method: 'get', path: '/f/{secret}', summary: 'The public form of a client.', params: z.object({ secret: z.string() }), answers: { 200: html } },
  { ...page, method: 'post', path: '/f/{secret}', summary: 'What somebody asks for on the form: a ticket. Sent twice it makes one.', params: z.object({ secret: z.string() }), body: { type: 'application/x-www-form-urlencoded', shape: z.object({ begun: z.string(), name: z.string(), title: z.string(), text: z.string() }) }, answers: { 200: html }, problems: [404, 422] },
  { ...open, method: 'get', path: '/v1/openapi.json', summary: 'This description.', answers: { 200: json(z.looseObject({ openapi: z.string() })) } },

  { ...open, method: 'post', path: '/v1/sign-in', summary: 'A password against a token for one device.', body: json(signInRequest), answers: { 200: json(signInResponse) }, problems: [409] },
  { ...open, method: 'post', path: '/v1/first-admin', summary: 'The code that the endpoint printed against the first admin.', body: json(firstAdminRequest), answers: { 200: json(signInResponse) }, problems: [403, 404, 409] },
  { ...open, method: 'post', path: '/v1/invitations/open', summary: "For whom an invitation is, by its link's code.", body: json(openInvitationRequest), answers: { 200: json(openInvitationResponse) }, problems: [404] },
  { ...open, method: 'post', path: '/v1/invitations/redeem', summary: "A link's code and a new password against a token.", body: json(redeemRequest), answers: { 200: json(signInResponse) }, problems: [404, 409] },

  { ...forDevice, method: 'post', path: '/v1/push', summary: "Takes a device's ops in the order of n, in one transaction.", body: json(pushRequest), answers: { 200: json(pushResponse) }, problems: [403, 409] },
  { ...forDevice, method: 'get', path: '/v1/pull', summary: 'One page of the feed, a JSON document a line; the last one is the end.', query: pullQuery, answers: { 200: lines(pullLine) }, problems: [410] },
  { ...forDevice, method: 'get', path: '/v1/snapshot', summary: 'The living rows by key, a JSON document a line; the last one is the end.', query: snapshotQuery, answers: { 200: lines(snapshotLine) }, problems: [403] },
  { ...forDevice, method: 'get', path: '/v1/live', summary: 'Server-sent events: poke { head } says that there is something new; news brings it to who has said where he has read to.', query: liveQuery, answers: { 200: { type: 'text/event-stream', shape: z.string() } }, problems: [503] },

  {
    ...forDevice,
    method: 'post',
    path: blobPath,
    summary: 'tus 1.0: begins an upload; upload-metadata names sha256 and mime in base64.',
    headers: z.object({ ...tusVersion, 'upload-length': z.string().regex(/^\d+$/), 'upload-metadata': z.string() }),
    answers: { 201: null },
    problems: [412],
  },
  { ...forDevice, method: 'head', path: `${blobPath}/{upload}`, summary: 'tus 1.0: how far an upload has come.', params: z.object({ upload: z.string() }), headers: z.object(tusVersion), answers: { 200: null }, problems: [404, 412] },
  {
    ...forDevice,
    method: 'patch',
    path: `${blobPath}/{upload}`,
    summary: 'tus 1.0: the next bytes. The last ones are answered once the hash is checked and the file is safe.',
    params: z.object({ upload: z.string() }),
    headers: z.object({ ...tusVersion, 'upload-offset': z.string().regex(/^\d+$/) }),
    body: bytes('application/offset+octet-stream'),
    answers: { 204: null },
    problems: [404, 409, 412, 415, 422, 503],
  },
  { ...forDevice, method: 'delete', path: `${blobPath}/{upload}`, summary: 'tus 1.0: gives an upload up.', params: z.object({ upload: z.string() }), headers: z.object(tusVersion), answers: { 204: null }, problems: [404, 412] },
  { ...forDevice, method: 'get', path: `${blobPath}/sha256/{hash}`, summary: 'The bytes of evidence that one may see; one range of them if asked.', params: z.object({ hash: sha256 }), answers: { 200: bytes('application/octet-stream'), 206: bytes('application/octet-stream') }, problems: [404, 416, 503] },

  { ...forDevice, method: 'get', path: '/v1/devices', summary: "One's own devices.", answers: { 200: json(devicesResponse) } },
  { ...forAdmins, method: 'post', path: '/v1/devices/{device}/revoke', summary: "Revokes one's own device, or anybody's for an admin.", params: z.object({ device: id }), answers: { 200: json(nothing) } },
  { ...forDevice, method: 'post', path: '/v1/token/rotate', summary: 'A new token for this device.', answers: { 200: json(rotateResponse) } },
  { ...forDevice, method: 'post', path: '/v1/password', summary: "Changes one's own password.", body: json(passwordRequest), answers: { 200: json(nothing) }, problems: [403, 404] },
  { ...forDevice, method: 'post', path: '/v1/links', summary: "A link to the client's page of a ticket; its secret is told once.", body: json(linkRequest), answers: { 200: json(linkResponse) }, problems: [404] },
  { ...forDevice, method: 'get', path: '/v1/links', summary: "A ticket's links.", query: linksQuery, answers: { 200: json(linksResponse) }, problems: [404] },
  { ...forDevice, method: 'post', path: '/v1/links/{link}/revoke', summary: 'Revokes a link.', params: z.object({ link: id }), answers: { 200: json(nothing) }, problems: [404] },
  { ...forAdmins, method: 'post', path: '/v1/forms', summary: 'Leads: opens a public form of a client; its secret is told once.', body: json(formRequest), answers: { 200: json(formResponse) } },
  { ...forDevice, method: 'get', path: '/v1/forms', summary: "A client's public forms.", query: formsQuery, answers: { 200: json(formsResponse) }, problems: [404] },
  { ...forAdmins, method: 'post', path: '/v1/forms/{form}/revoke', summary: 'Leads: revokes a form.', params: z.object({ form: id }), answers: { 200: json(nothing) } },
  { ...forAdmins, method: 'get', path: '/v1/team', summary: 'Admins: people, their devices and open invitations.', answers: { 200: json(teamResponse) } },
  { ...forAdmins, method: 'post', path: '/v1/team/people/{person}', summary: 'Admins: changes name, role, profile, clients, or closes the account.', params: z.object({ person: id }), body: json(personChange), answers: { 200: json(nothing) }, problems: [403, 404, 409] },
  { ...forAdmins, method: 'post', path: '/v1/team/people/{person}/password', summary: 'Admins: a new password, told once.', params: z.object({ person: id }), answers: { 200: json(resetResponse) } },
  { ...forAdmins, method: 'post', path: '/v1/team/invitations', summary: 'Admins: a new invitation, its code told once.', body: json(inviteRequest), answers: { 200: json(inviteResponse) }, problems: [403, 409] },
  { ...forAdmins, method: 'post', path: '/v1/team/invitations/{invitation}/revoke', summary: 'Admins: takes an invitation back.', params: z.object({ invitation: id }), answers: { 200: json(nothing) } },
];
