/** Every expected failure of the product. All else is `internal`. One Spanish and one English sentence each, in renderer/i18n. */
export const errorCodes = [
  'invalid_input', // details.issues: [{ path, message }]
  'not_found', // details: { entity, key }
  'not_allowed', // the signed-in person may not do this
  'signed_out', // no session on this desk
  'wrong_credentials',
  'account_disabled', // the right password of an account that an admin has closed
  'invitation_invalid', // details: { reason: unknown | revoked | used | expired }
  'first_admin_code_invalid',
  'email_taken',
  'last_admin',
  'token_revoked',
  'token_unknown',
  'endpoint_unreachable', // details: { address }
  'endpoint_garbled', // the endpoint answered what is not the protocol
  'endpoint_refused', // details: { status, code }
  'endpoint_busy', // details: { retry_after_s }
  'protocol_too_old',
  'endpoint_too_old', // the desk is newer than its endpoint
  'epoch_changed',
  'desk_copied', // another desk works with a copy of this one's database
  'core_down', // the engine stopped while the call was under way
  'timeout',
  'disk_full',
  'database_newer', // details: { found, known }
  'database_corrupt', // details: { file }
  'database_unopenable',
  'transition_blocked', // details: { to, missing: Missing[] }
  'agreement_required', // details: { severity }: a severity counts as agreed only where somebody agreed on it
  'already_running', // a timer already runs
  'no_timer',
  'interval_invalid', // end before start
  'entry_locked', // submitted or approved time is never edited
  'nothing_to_undo',
  'undo_blocked', // details: { reason }
  'file_unreadable', // details: { file }
  'file_unwritable', // details: { file }
  'csv_corrupt', // details: { line }
  'csv_empty',
  'zip_without_csv',
  'zip_corrupt',
  'mapping_invalid', // details: { target, reason }
  'import_running',
  'import_cancelled',
  'import_has_rejects', // details: { rejected }
  'evidence_missing', // the bytes are not on this desk yet
  'evidence_damaged', // the bytes do not hash to their name
  'evidence_too_large', // details: { bytes, limit }
  'capture_failed',
  'deleted', // a later edit of a deleted record
  'fact_immutable',
  'version_pinned', // details: { entity }: a version that is agreed is followed by another, never changed
  'lot_overdrawn', // details: { lot, remaining }: more than the lot still holds, minutes
  'port_taken', // details: { port }
  'folder_not_empty', // details: { folder }
  'database_not_empty',
  'chat_unreadable', // no message that WhatsApp exports, or dates that are none
  'calendar_never_open',
  'backup_damaged', // details: { wrong }
  'internal', // details: { id }
] as const;

export type ErrorCode = (typeof errorCodes)[number];
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface WireError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** The one error class that crosses rooms: a code from the closed union and details without client data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

export const isErrorCode = (value: unknown): value is ErrorCode => errorCodes.includes(value as ErrorCode);

export const assertNever = (value: never): never => {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
};
