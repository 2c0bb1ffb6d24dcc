import type {
  Channel,
  EvidenceStage,
  Lane,
  MessageDirection,
  Severity,
  SeverityMode,
  TicketEventType,
  TicketState,
  TimeStatus,
  UserRole,
  Visibility,
} from '../domain/enums.ts';
import type { Row } from '../domain/entities/index.ts';
import type { Json } from '../domain/primitives.ts';
import type { ChangeRecordView, ValidationView } from './closing-views.ts';
import type { SlaMarks } from '../domain/sla/sla-mark.ts';
import type { Missing } from '../domain/ticket-state.ts';

/** What the screens are given. Instants are ISO UTC; durations integer seconds. */
export interface PersonRef {
  readonly id: string;
  readonly name: string;
}

export interface TeamMember extends PersonRef {
  /** The account is closed: what was done stays, and nothing new is assigned. */
  readonly closed: boolean;
}

export interface BoardCard {
  readonly id: string;
  readonly number: number | null;
  /** `#2501`, or the provisional code while the endpoint has not numbered it. */
  readonly code: string;
  readonly client: PersonRef;
  readonly title: string;
  readonly lane: Lane;
  readonly state: TicketState;
  readonly channel: Channel;
  readonly consultant: PersonRef | null;
  readonly evidence: number;
  readonly provisional: boolean;
  /** A timer of anybody runs on it. */
  readonly running: boolean;
  readonly receivedAt: string;
  /** It has ops that the endpoint has not acknowledged. */
  readonly waiting: boolean;
  /** Its clocks, to be read at any instant; null: nothing is promised, or nothing has begun. */
  readonly sla: SlaMarks | null;
}

/** By what the clocks say: due time passed, nearly used up, standing. */
export const boardSlaFilters = ['breached', 'at_risk', 'paused'] as const;

export interface BoardFilter {
  readonly client?: string | undefined;
  /** A user's id, `none` for unassigned. */
  readonly consultant?: string | undefined;
  readonly text?: string | undefined;
  readonly sla?: (typeof boardSlaFilters)[number] | undefined;
}

export interface BoardCounts {
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly total: number;
  /** Open tickets that the filter hides. */
  readonly hidden: number;
}

export interface LanePage {
  readonly lane: Lane;
  readonly offset: number;
  readonly count: number;
  readonly cards: readonly BoardCard[];
}

export interface LanePlace {
  readonly lane: Lane;
  readonly index: number;
  readonly count: number;
}

export interface Moved extends LanePlace {
  readonly ticket: string;
  readonly from: Lane;
  /** The severity changed and awaits its agreement. */
  readonly provisional: boolean;
  readonly code: string;
}

export interface TicketDetail {
  readonly ticket: Row<'ticket'>;
  readonly code: string;
  readonly provisional: boolean;
  readonly client: Row<'client'>;
  readonly contract: Row<'contract'> | null;
  /** All of the client's, the newest first. */
  readonly contracts: readonly Row<'contract'>[];
  readonly contacts: readonly Row<'contact'>[];
  readonly consultant: PersonRef | null;
  readonly owner: PersonRef | null;
  readonly messages: readonly MessageView[];
  readonly agreements: readonly AgreementView[];
  readonly validations: readonly ValidationView[];
  readonly changes: readonly ChangeRecordView[];
  readonly evidence: readonly EvidenceView[];
  readonly entries: readonly TimeEntryView[];
  readonly events: readonly TicketEventView[];
  /** Seconds of closed entries, everybody's. */
  readonly spentSec: number;
  /** Each step that the machine knows from here, with what it still lacks. */
  readonly next: readonly { readonly to: TicketState; readonly missing: readonly Missing[] }[];
  /** The checklist *Qué falta para cerrar*. */
  readonly toClose: readonly Missing[];
}

export interface MessageView {
  readonly id: string;
  readonly direction: MessageDirection;
  readonly channel: Channel;
  readonly author: string;
  readonly at: string;
  readonly body: string;
}

export interface AgreementView {
  readonly id: string;
  readonly from: Severity | null;
  readonly to: Severity;
  readonly mode: SeverityMode;
  readonly impact: string;
  readonly contact: string;
  readonly channel: Channel;
  readonly at: string;
}

export interface EvidenceView {
  readonly id: string;
  readonly kind: 'screenshot' | 'file' | 'text';
  readonly stage: EvidenceStage;
  readonly visibility: Visibility;
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly capturedAt: string;
  readonly capturedBy: string;
  readonly note: string;
  readonly upload: 'pending' | 'stored';
  /** The bytes are on this desk; the shell serves them at `/evidence/<sha256>`. */
  readonly local: boolean;
}

export interface EvidenceDraft {
  readonly id: string;
  /** Where the picture is meant to go, if the capture began on a ticket. */
  readonly ticket: string | null;
  readonly ticketCode: string | null;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly capturedAt: string;
  readonly note: string;
  readonly stage: EvidenceStage;
  readonly visibility: Visibility;
}

export interface TimeEntryView {
  readonly id: string;
  readonly user: PersonRef;
  readonly ticket: { readonly id: string; readonly code: string; readonly title: string; readonly lane: Lane; readonly client: string } | null;
  readonly task: string | null;
  readonly start: string;
  readonly end: string | null;
  readonly tz: string;
  readonly activity: string | null;
  readonly billable: boolean;
  readonly note: string;
  readonly status: TimeStatus;
  readonly source: 'timer' | 'manual' | 'import';
  readonly seconds: number | null;
  readonly editable: boolean;
  /** It crosses another entry of the same person. */
  readonly overlaps: boolean;
}

export interface TicketEventView {
  readonly id: string;
  readonly type: TicketEventType;
  readonly at: string;
  readonly actor: string;
  readonly payload: Readonly<Record<string, Json>>;
}

export interface SessionView {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: UserRole } | null;
  readonly device: string;
  readonly endpoint: string | null;
  readonly demo: boolean;
  /** False once the endpoint refused the token: local work goes on, sync waits for a sign-in. */
  readonly authorised: boolean;
}

/** For whom an invitation is. */
export interface InvitationPreview {
  readonly address: string;
  readonly name: string;
  readonly email: string;
  readonly role: UserRole;
  readonly expiresAt: string;
}

export const syncModes = ['on', 'metered', 'paused'] as const;
/** `metered`: rows go and come, files wait. `paused`: nothing goes or comes. The desk remembers it. */
export type SyncMode = (typeof syncModes)[number];

export interface SyncStatus {
  readonly mode: SyncMode;
  readonly state: 'idle' | 'syncing' | 'offline' | 'signed_out' | 'paused' | 'too_old';
  /** Changes (groups) that wait to go out, and their ops. */
  readonly waiting: number;
  readonly waitingOps: number;
  readonly oldestWaitingAt: string | null;
  readonly refused: number;
  /** Conflicts at which a person should look. */
  readonly conflicts: number;
  readonly blobs: { readonly waiting: number; readonly bytes: number; readonly sent: number };
  readonly lastSyncAt: string | null;
  readonly offlineSince: string | null;
  readonly nextTryAt: string | null;
  /** Of what is under way, e.g. the first sync: rows done, rows known to remain, bytes as they crossed the network; behind the rows the search index. */
  readonly progress: { readonly stage: 'rows' | 'search'; readonly done: number; readonly remaining: number; readonly bytes: number } | null;
  readonly lastError: { readonly code: string; readonly at: string } | null;
  /** Endpoint clock − desk clock, seconds; shown when its size exceeds 60. */
  readonly skewSec: number;
  readonly receivedToday: number;
}

export interface WaitingChange {
  readonly group: string;
  readonly command: string;
  readonly at: string;
  readonly ticket: { readonly id: string; readonly code: string; readonly title: string; readonly client: string } | null;
  readonly ops: number;
  readonly bytes: number | null;
}

export interface RefusedChange {
  readonly op: string;
  readonly group: string;
  readonly command: string;
  readonly at: string;
  readonly code: string;
  readonly details: Readonly<Record<string, Json>>;
  readonly entity: string;
  /** The user's text, kept. */
  readonly fields: Readonly<Record<string, Json>>;
  /** What he wrote, of all ops of the command; it can be corrected. */
  readonly texts: readonly { readonly op: string; readonly field: string; readonly value: string }[];
  readonly ticket: { readonly id: string; readonly code: string; readonly title: string } | null;
  /** Commands that build upon it and go with it; some may still be waiting to be sent. */
  readonly behind: readonly (Pick<WaitingChange, 'group' | 'command' | 'at' | 'ticket'> & { readonly state: 'waiting' | 'refused'; readonly texts: RefusedChange['texts'] })[];
}

export interface ClientView {
  readonly id: string;
  readonly name: string;
  readonly openTickets: number;
}

export interface SettingsView {
  readonly locale: 'es' | 'en';
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'compact' | 'regular' | 'comfortable';
  readonly sidebar: 'open' | 'collapsed';
  readonly singleKeys: boolean;
}
