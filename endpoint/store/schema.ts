import type { EntityName } from '#shared/domain/entities/index.ts';
import type { ConsultantRole, UserRole } from '#shared/domain/enums.ts';
import type { OpResult } from '#shared/sync/protocol.ts';
import type { RefusalCode } from '#shared/sync/refusal-codes.ts';

/** The endpoint's tables as Kysely sees them, the same on every database. JSON is kept as text and never looked into by SQL. */
export interface Schema {
  readonly meta: { readonly name: string; readonly value: string };
  readonly head: { readonly id: number; readonly seq: number; readonly next_ticket: number };
  readonly entity_row: StoredRow;
  readonly departure: StoredDeparture;
  readonly receipt: StoredReceipt;
  readonly turn: StoredTurn;
  readonly heard: StoredHeard;
  readonly merge_loss: StoredLoss;
  readonly step_taken: StoredStep;
  readonly clamped_stamp: StoredClamp;
  readonly credential: StoredCredential;
  readonly device_token: StoredToken;
  readonly invitation: StoredInvitation;
  readonly client_link: StoredClientLink;
  readonly intake_form: StoredIntakeForm;
  readonly tide: { readonly at: string; readonly seq: number };
  readonly commit_mark: { readonly seq: number; readonly mark: string };
  readonly blob_sender: { readonly sha256: string; readonly user: string; readonly at: string };
}

export interface StoredRow {
  readonly entity: EntityName;
  readonly key: string;
  /** The client whose grants show it; null for the whole team. */
  readonly scope: string | null;
  /** The row that the scope was taken from. */
  readonly parent: string | null;
  /** JSON text, as it is spliced into the feed. */
  readonly fields: string;
  readonly stamps: string;
  readonly seq: number;
  readonly deleted: 0 | 1;
  /** Of evidence, beside `fields`, so that it can be looked for. */
  readonly sha256: string | null;
  readonly upload: 'pending' | 'stored' | null;
}

export interface StoredDeparture {
  readonly seq: number;
  readonly entity: EntityName;
  readonly key: string;
  /** The client that it left; `wholeTeam` where everybody saw it. */
  readonly scope: string;
}

export const wholeTeam = '';

export interface StoredReceipt {
  readonly id: string;
  readonly device: string;
  readonly inc: number;
  readonly n: number;
  readonly command: string;
  readonly seq: number;
  readonly outcome: OpResult['is'];
  readonly code: RefusalCode | null;
  readonly details: string | null;
  readonly hash: Buffer;
}

export interface StoredTurn {
  readonly device: string;
  readonly inc: number;
  readonly seq: number;
  readonly n: number;
  readonly op: string;
  /** 1 where there is nothing to tell: the op was simply applied. 2 where its author even shows the row already as it made it here. */
  readonly plain: 0 | 1 | 2;
}

/** Up to which n a desk has said that it has heard what became of its ops. */
export interface StoredHeard {
  readonly device: string;
  readonly inc: number;
  readonly n: number;
  /** When it was noted; to a day. */
  readonly at: string;
}

export interface StoredLoss {
  readonly seq: number;
  readonly op: string;
  readonly entity: EntityName;
  readonly key: string;
  /** `*`: the whole row. */
  readonly register: string;
  readonly side: 'arriving' | 'standing';
  readonly value: string;
}

/** A step of a ticket's state that was applied, and whose it was: what a person has done he may take back. */
export interface StoredStep {
  readonly ticket: string;
  readonly user: string;
  readonly from_state: string;
  readonly to_state: string;
}

export interface StoredClamp {
  readonly stamp: string;
  readonly effective: string;
}

export interface StoredCredential {
  readonly user: string;
  readonly email: string;
  readonly password_hash: string;
  /** Since when the person may not come in; null: he may. */
  readonly disabled_at: string | null;
}

export interface StoredToken {
  readonly token_sha256: string;
  readonly device: string;
  readonly device_name: string;
  readonly user: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
  /** To a few minutes. */
  readonly last_seen_at: string | null;
  /** Hash of the token whose place it takes when it is first used. */
  readonly replaces: string | null;
}

export interface StoredInvitation {
  readonly id: string;
  readonly code_sha256: string;
  readonly name: string;
  readonly email: string;
  readonly role: UserRole;
  readonly profile: ConsultantRole;
  /** JSON list of client ids; null for all. */
  readonly clients: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly used_at: string | null;
  readonly used_by: string | null;
  readonly revoked_at: string | null;
}

/** What lets a contact see one ticket and answer on it. */
export interface StoredClientLink {
  readonly id: string;
  readonly secret_sha256: string;
  readonly ticket: string;
  readonly contact: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
  /** When the one question of rating was answered. */
  readonly rated_at: string | null;
}

/** The public form of a client. */
export interface StoredIntakeForm {
  readonly id: string;
  readonly secret_sha256: string;
  readonly client: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}
