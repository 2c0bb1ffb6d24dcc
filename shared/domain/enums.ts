/** The closed unions of the service. Spanish and English labels live in renderer/i18n under the same names. */
export const severities = ['S1', 'S2', 'S3', 'S4'] as const;
export const lanes = ['untriaged', ...severities] as const;
export const modalities = ['hours_bank', 'monthly_sla', 'third_party_odoo'] as const;
export const kinds = ['corrective', 'evolutive', 'information'] as const;
export const serviceLevels = ['centralisation', 'continuity', 'improvement'] as const;
export const consultantRoles = ['functional', 'technical'] as const;
export const channels = ['portal', 'form', 'whatsapp', 'email', 'phone', 'on_site'] as const;
export const attentionModes = ['remote', 'on_site'] as const;
export const severityModes = ['impact_changed', 'reclassified'] as const;
export const timeStatuses = ['draft', 'submitted', 'lead_approved', 'client_approved', 'rejected', 'reversed'] as const;
export const timeSources = ['timer', 'manual', 'import'] as const;
export const userRoles = ['consultant', 'lead', 'admin'] as const;
export const scopes = ['in', 'out'] as const;
export const evidenceKinds = ['screenshot', 'file', 'text'] as const;
export const evidenceStages = ['before', 'after', 'test'] as const;
export const visibilities = ['client', 'internal'] as const;
export const messageDirections = ['in', 'out', 'internal'] as const;
export const cancelReasons = ['duplicate', 'out_of_scope', 'withdrawn', 'unauthorised'] as const;
export const ticketStates = [
  'registered',
  'triaged',
  'assigned',
  'scheduled',
  'in_diagnosis',
  'in_progress',
  'in_testing',
  'waiting_client',
  'waiting_third_party',
  'awaiting_validation',
  'awaiting_hours_approval',
  'closed',
  'cancelled',
] as const;
export const ticketEventTypes = [
  'registered', // payload: { channel }
  'imported', // payload: { run, source }
  'authorised', // payload: { at, policy? }: the policy that the cycle is pinned to
  'severity_changed', // payload: { from, to }
  'severity_agreed', // payload: { agreement, from, to, mode }
  'state_changed', // payload: { from, to, reason?, comment? }
  'assigned', // payload: { from, to, role }
  'field_changed', // payload: { field, from, to }; long texts are named, not repeated
  'reopened', // payload: { cycle, policy?, reason }
] as const;

export type Severity = (typeof severities)[number];
export type Lane = (typeof lanes)[number];
export type Modality = (typeof modalities)[number];
export type Kind = (typeof kinds)[number];
export type ServiceLevel = (typeof serviceLevels)[number];
export type ConsultantRole = (typeof consultantRoles)[number];
export type Channel = (typeof channels)[number];
export type AttentionMode = (typeof attentionModes)[number];
export type SeverityMode = (typeof severityModes)[number];
export type TimeStatus = (typeof timeStatuses)[number];
export type TimeSource = (typeof timeSources)[number];
export type UserRole = (typeof userRoles)[number];
export type Scope = (typeof scopes)[number];
export type EvidenceKind = (typeof evidenceKinds)[number];
export type EvidenceStage = (typeof evidenceStages)[number];
export type Visibility = (typeof visibilities)[number];
export type MessageDirection = (typeof messageDirections)[number];
export type CancelReason = (typeof cancelReasons)[number];
export type TicketState = (typeof ticketStates)[number];
export type TicketEventType = (typeof ticketEventTypes)[number];
