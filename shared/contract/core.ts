import { z } from 'zod';
import {
  attentionModes,
  cancelReasons,
  channels,
  consultantRoles,
  evidenceStages,
  kinds,
  lanes,
  scopes,
  serviceLevels,
  severityModes,
  ticketStates,
  visibilities,
} from '../domain/enums.ts';
import type { DeskCopy } from '../desk-files.ts';
import { maxLinkDays, type LinkView as ClientLinkView } from '../sync/client-links.ts';
import type { FormView } from '../sync/intake-forms.ts';
import { inviteRequest, newPassword, personChange, type DeviceView, type TeamResponse } from '../sync/people.ts';
import { dateOrders } from '../domain/intake/chat-dates.ts';
import { maxChatChars } from '../domain/intake/whatsapp-chat.ts';
import { id, instant, jsonObject, localDate, longText, sha256, shortText, title, zone } from '../domain/primitives.ts';
import type { ChatPreview } from './chat.ts';
import { client as clientShape, contact as contactShape, odooInstance } from '../domain/entities/client.ts';
import { contractMethods } from './contracts.ts';
import type { ClientDetail, ClientOverview } from './contract-views.ts';
import { importMapping, type ImportInspection, type ImportPreview, type ImportRunView } from './import.ts';
import { method } from './method.ts';
import type { ReportDetails, ServiceReport } from './report-views.ts';
import type {
  BoardCounts,
  ClientView,
  EvidenceDraft,
  LanePage,
  LanePlace,
  Moved,
  InvitationPreview,
  PersonRef,
  TeamMember,
  RefusedChange,
  SessionView,
  SettingsView,
  SyncStatus,
  TicketDetail,
  TimeEntryView,
  WaitingChange,
} from './views.ts';
import type { ConflictView } from './conflict-views.ts';
import { hoursStages, type BankView, type HoursGroup } from './hours-views.ts';
import type { Inbox } from './inbox-views.ts';
import type { LaneDue, TicketSla } from './sla-views.ts';
import { boardSlaFilters, syncModes } from './views.ts';

const nothing = z.object({});
const lane = z.enum(lanes);
const boardFilter = z.object({ client: id.optional(), consultant: z.union([id, z.literal('none')]).optional(), text: z.string().max(200).optional(), sla: z.enum(boardSlaFilters).optional() });

/** Where in a lane a card goes. `step` is relative to where it is now. */
const place = z.discriminatedUnion('at', [
  z.object({ at: z.literal('top') }),
  z.object({ at: z.literal('bottom') }),
  z.object({ at: z.literal('before'), ticket: id }),
  z.object({ at: z.literal('after'), ticket: id }),
  z.object({ at: z.literal('step'), by: z.union([z.literal(-1), z.literal(1)]) }),
]);

/** What may be edited directly on a ticket; severity, state and lane have commands of their own. */
export const ticketProperties = z
  .object({
    title,
    description: longText,
    client: id,
    contract: id.nullable(),
    channel: z.enum(channels),
    objective: longText.nullable(),
    module: shortText.nullable(),
    workaround: longText.nullable(),
    attention_mode: z.enum(attentionModes),
    kind: z.enum(kinds).nullable(),
    service_level: z.enum(serviceLevels).nullable(),
    scope: z.enum(scopes).nullable(),
    scope_clause: shortText.nullable(),
    requester: id.nullable(),
    requester_name: shortText.nullable(),
    client_responsible: id.nullable(),
    owner: id.nullable(),
    consultant: id.nullable(),
    consultant_role: z.enum(consultantRoles).nullable(),
    authorised_at: instant.nullable(),
    window_start: instant.nullable(),
    window_end: instant.nullable(),
  })
  .partial();

const reportQuestion = z.object({ from: localDate, to: localDate, tz: zone, client: id.optional(), contract: id.optional() });

const batch = z.array(id).min(1).max(1000);
const span = { start: instant, end: instant };

/** Everything that a window can ask of the desk's engine. `noun.verb`; commands answer after the transaction is on disk. */
export const coreContract = {
  'session.get': method<SessionView>()(nothing),
  'session.signIn': method<SessionView>()(z.object({ address: z.url(), email: z.email(), password: z.string().min(1), demo: z.boolean().default(false) })),
  'session.signOut': method<SessionView>()(nothing),
  /** What an invitation's link says, asked of the endpoint that it names. */
  'session.invitation': method<InvitationPreview>()(z.object({ link: z.string().max(2000) })),
  'session.redeem': method<SessionView>()(z.object({ link: z.string().max(2000), password: newPassword })),
  /** With the code that the endpoint prints while nobody manages the team. */
  'session.firstAdmin': method<SessionView>()(z.object({ address: z.url(), code: z.string().trim().min(8).max(200), name: title, email: z.email(), password: newPassword })),
  'session.changePassword': method<Record<string, never>>()(z.object({ current: z.string().min(1).max(1024), next: newPassword })),
  'session.devices': method<readonly DeviceView[]>()(nothing),
  'session.revokeDevice': method<Record<string, never>>()(z.object({ device: id })),

  /** For admins, and only with the endpoint at hand. */
  'team.get': method<TeamResponse>()(nothing),
  'team.change': method<Record<string, never>>()(z.object({ person: id, change: personChange })),
  'team.resetPassword': method<{ password: string }>()(z.object({ person: id })),
  'team.invite': method<{ link: string; expiresAt: string }>()(inviteRequest),
  'team.revokeInvitation': method<Record<string, never>>()(z.object({ invitation: id })),

  'settings.get': method<SettingsView>()(nothing),
  'settings.set': method<SettingsView>()(
    z
      .object({
        locale: z.enum(['es', 'en']),
        theme: z.enum(['system', 'light', 'dark']),
        density: z.enum(['compact', 'regular', 'comfortable']),
        sidebar: z.enum(['open', 'collapsed']),
        singleKeys: z.boolean(),
      })
      .partial(),
  ),

  /** Keeps a whole copy of the desk's database beside it, at once. Error: disk_full. */
  'copy.make': method<DeskCopy>()(nothing),

  'client.list': method<readonly ClientView[]>()(nothing),
  /** With what the list of the service shows of each: modality, hours, what is open. */
  'client.overview': method<readonly ClientOverview[]>()(nothing),
  'client.get': method<ClientDetail>()(z.object({ id })),
  'client.create': method<{ id: string }>()(z.object({ name: title, country: z.string().length(2).nullable().default(null), tz: z.string(), odoo: odooInstance.nullable().default(null) })),
  'client.edit': method<{ id: string }>()(z.object({ id, fields: clientShape.partial() })),
  'contact.list': method<readonly PersonRef[]>()(z.object({ client: id })),
  'contact.create': method<{ id: string }>()(
    z.object({
      client: id,
      name: title,
      whatsapp: shortText.nullable().default(null),
      email: shortText.nullable().default(null),
      authorised_from: localDate.nullable().default(null),
      authorised_to: localDate.nullable().default(null),
      can_approve_hours: z.boolean().default(false),
    }),
  ),
  'contact.edit': method<{ id: string }>()(z.object({ id, fields: contactShape.omit({ client: true }).partial() })),

  ...contractMethods,

  /** Whose account is open first, each by name. */
  'user.list': method<readonly TeamMember[]>()(nothing),

  'board.counts': method<BoardCounts>()(z.object({ filter: boardFilter })),
  'board.page': method<LanePage>()(z.object({ lane, offset: z.int().nonnegative(), limit: z.int().positive().max(500), filter: boardFilter })),
  'board.locate': method<LanePlace | null>()(z.object({ ticket: id, filter: boardFilter })),

  /** Of each lane the clock that is due first; lanes without one are left out. */
  'board.due': method<readonly LaneDue[]>()(z.object({ filter: boardFilter })),

  /** The clocks of a ticket now, and why they are due when they are. */
  'ticket.sla': method<TicketSla>()(z.object({ id })),
  'inbox.list': method<Inbox>()(nothing),
  /** On this desk alone; null: it waits again. */
  'inbox.snooze': method<{ id: string }>()(z.object({ id, until: instant.nullable() })),
  'ticket.duplicate': method<{ id: string }>()(z.object({ id, of: id, merge: z.boolean().default(false) })),

  'ticket.get': method<TicketDetail>()(z.object({ id })),
  'ticket.create': method<{ id: string; code: string }>()(
    z.object({
      title,
      client: id,
      channel: z.enum(channels),
      requester: id.nullable().default(null),
      requester_name: shortText.nullable().default(null),
      description: longText.default(''),
      received_at: instant.optional(),
      /** The obligation that this ticket sees to; it names the ticket from now on. */
      regulatory: id.optional(),
    }),
  ),
  /** Reads a pasted WhatsApp chat: what it says, by whom, and how its dates can be meant. `tz` is the phone's. */
  'chat.read': method<ChatPreview>()(z.object({ text: z.string().max(maxChatChars), client: id.nullable(), tz: zone, order: z.enum(dateOrders).nullable().default(null) })),
  /** `ours`: the senders who are of the team. Error: chat_unreadable. */
  'chat.toTicket': method<{ id: string; code: string; messages: number }>()(
    z.object({ text: z.string().max(maxChatChars), client: id, tz: zone, order: z.enum(dateOrders), title, ours: z.array(z.string().max(200)).max(100), requester: id.nullable(), requester_name: shortText.nullable() }),
  ),
  'ticket.edit': method<{ id: string }>()(z.object({ id, fields: ticketProperties })),
  'ticket.move': method<Moved>()(z.object({ id, lane, place })),
  'ticket.agree': method<{ id: string }>()(
    z.object({
      id,
      mode: z.enum(severityModes),
      impact: z.string().trim().min(1).max(2000),
      contact: id.nullable(),
      contact_name: shortText.nullable().default(null),
      channel: z.enum(channels),
    }),
  ),
  'ticket.transition': method<{ id: string }>()(
    z.object({ id, to: z.enum(ticketStates), reason: z.string().max(2000).optional(), cancel_reason: z.enum(cancelReasons).optional(), comment: longText.optional() }),
  ),
  /** A link to the client's page of a ticket; shown once. For these three the endpoint must be at hand. */
  'link.make': method<{ id: string; link: string; expiresAt: string }>()(z.object({ ticket: id, contact: id, days: z.int().min(1).max(maxLinkDays) })),
  'link.list': method<readonly ClientLinkView[]>()(z.object({ ticket: id })),
  'link.revoke': method<Record<string, never>>()(z.object({ link: id })),
  /** The public form of a client, for leads and admins; its address is shown once. The endpoint must be at hand. */
  'form.make': method<{ id: string; link: string }>()(z.object({ client: id })),
  'form.list': method<readonly FormView[]>()(z.object({ client: id })),
  'form.revoke': method<Record<string, never>>()(z.object({ form: id })),
  /** Undone by nothing: what the client said was said. */
  'ticket.validate': method<{ id: string }>()(
    z.object({ ticket: id, decision: z.enum(['accepted', 'rejected']), contact: id, via: z.enum(channels), comment: longText.optional() }),
  ),
  'ticket.recordChange': method<{ id: string }>()(
    z.object({ ticket: id, what: z.string().trim().min(1).max(10_000), risk: longText.default(''), rollback: longText.default(''), tested_by: id.nullable().default(null) }),
  ),
  'message.add': method<{ id: string }>()(
    z.object({ ticket: id, direction: z.enum(['in', 'out', 'internal']), channel: z.enum(channels), body: z.string().trim().min(1).max(100_000), author_name: shortText.nullable().default(null) }),
  ),

  'timer.get': method<TimeEntryView | null>()(nothing),
  /** Stops a running timer first; the two are one change. */
  'timer.start': method<TimeEntryView>()(z.object({ ticket: id, tz: z.string() })),
  'timer.stop': method<TimeEntryView>()(z.object({ note: longText.optional(), billable: z.boolean().optional(), activity: shortText.optional() })),
  'time.list': method<readonly TimeEntryView[]>()(z.object({ from: instant, to: instant, everybody: z.boolean().default(false) })),
  'time.add': method<TimeEntryView>()(z.object({ ticket: id.nullable(), task: shortText.nullable().default(null), ...span, tz: z.string(), note: longText.default(''), billable: z.boolean().default(true), activity: shortText.nullable().default(null) })),
  'time.edit': method<TimeEntryView>()(
    z.object({ id, start: instant.optional(), end: instant.optional(), note: longText.optional(), billable: z.boolean().optional(), activity: shortText.nullable().optional(), ticket: id.nullable().optional() }),
  ),
  'time.delete': method<{ id: string }>()(z.object({ id })),

  /** Hours on their way: one's own that were not sent yet, those that a lead looks at, and those that the client approves. */
  'hours.list': method<readonly HoursGroup[]>()(z.object({ stage: z.enum(hoursStages) })),
  /** What a ticket's hours bank will have left; null: it uses none. */
  'hours.bank': method<BankView | null>()(z.object({ ticket: id })),
  /** One's own. Errors: entry_locked, interval_invalid (overlaps another, or still runs). */
  'hours.submit': method<{ entries: number }>()(z.object({ entries: batch })),
  'hours.recall': method<{ entries: number }>()(z.object({ entries: batch })),
  /** A lead's word; a rejection says why, and goes to each ticket as an internal note. */
  'hours.review': method<{ entries: number }>()(z.object({ entries: batch, decision: z.enum(['approved', 'rejected']), comment: z.string().trim().max(2000).default('') })),
  /** The client's word on hours of one contract, written down for him. */
  'hours.decide': method<{ id: string }>()(z.object({ contract: id, entries: batch, contact: id, decision: z.enum(['approved', 'rejected']), comment: z.string().trim().max(2000).default('') })),
  /** Approved time is never edited: it is reversed, and what is right is entered anew (rule 9). */
  'hours.reverse': method<{ entries: number }>()(z.object({ entries: batch, comment: z.string().trim().min(1).max(2000) })),

  /** The picture is on disk (fsync, rename) before this answers. */
  'evidence.stage': method<EvidenceDraft>()(z.object({ png: z.instanceof(Uint8Array), ticket: id.nullable(), captured_at: instant })),
  'evidence.drafts': method<readonly EvidenceDraft[]>()(nothing),
  'evidence.saveDraft': method<EvidenceDraft>()(z.object({ id, note: longText.optional(), stage: z.enum(evidenceStages).optional(), visibility: z.enum(visibilities).optional(), ticket: id.nullable().optional() })),
  'evidence.attach': method<{ id: string; sha256: string }>()(z.object({ draft: id, ticket: id, stage: z.enum(evidenceStages), visibility: z.enum(visibilities), note: longText })),
  'evidence.discard': method<{ id: string }>()(z.object({ draft: id })),
  /** Brings the bytes of evidence from the endpoint if they are not here yet. */
  'evidence.fetch': method<{ sha256: string }>()(z.object({ sha256 })),

  /** Local dates on the wall clock of `tz`, both inclusive. Error: interval_invalid. */
  'report.service': method<ServiceReport>()(reportQuestion),
  'report.details': method<ReportDetails>()(reportQuestion),

  'history.undo': method<{ command: string; ticket: string | null; place: Moved | null }>()(nothing),
  'history.redo': method<{ command: string; ticket: string | null; place: Moved | null }>()(nothing),
  'history.state': method<{ undo: string | null; redo: string | null }>()(nothing),

  'sync.status': method<SyncStatus>()(nothing),
  'sync.now': method<SyncStatus>()(nothing),
  'sync.setMode': method<SyncStatus>()(z.object({ mode: z.enum(syncModes) })),
  /** Versions, counts, cursors and codes of errors as text; nothing of clients. */
  'sync.diagnostics': method<{ text: string }>()(nothing),
  'sync.waiting': method<readonly WaitingChange[]>()(z.object({ limit: z.int().positive().max(500).default(100) })),
  'sync.refused': method<readonly RefusedChange[]>()(nothing),
  'sync.retry': method<{ group: string }>()(z.object({ group: id })),
  /** Corrects what the person wrote, then as `sync.retry`. */
  'sync.amend': method<{ group: string }>()(z.object({ group: id, amendments: z.array(z.object({ op: id, fields: jsonObject })).max(50) })),
  /** Also what stands behind it; `sync.restore` takes it back for some minutes. */
  'sync.discard': method<{ groups: readonly string[] }>()(z.object({ group: id })),
  'sync.restore': method<{ groups: readonly string[] }>()(z.object({ groups: z.array(id).min(1).max(1000) })),

  'conflict.list': method<{ open: readonly ConflictView[]; log: readonly ConflictView[] }>()(nothing),
  /** `kept`: what stands; `lost`: the value that did not survive; `combined`: both texts. */
  'conflict.resolve': method<{ id: string }>()(z.object({ conflict: id, decision: z.enum(['kept', 'lost', 'combined']) })),

  'import.inspect': method<ImportInspection>()(z.object({ path: z.string().min(1) })),
  'import.preview': method<ImportPreview>()(z.object({ path: z.string().min(1), mapping: importMapping })),
  /** Answers as soon as the run is begun; `import.runs` tells how it goes. */
  'import.start': method<{ run: string }>()(z.object({ path: z.string().min(1), mapping: importMapping, skipRejected: z.boolean() })),
  'import.cancel': method<{ run: string }>()(z.object({ run: id })),
  'import.undo': method<{ run: string }>()(z.object({ run: id })),
  'import.runs': method<readonly ImportRunView[]>()(nothing),
} as const;

export type CoreContract = typeof coreContract;
export type CoreMethod = keyof CoreContract;
