import type { Fields } from './entities/index.ts';

type Given = Pick<
  Fields<'ticket'>,
  'provisional_code' | 'client' | 'contract' | 'channel' | 'title' | 'description' | 'rank' | 'requester' | 'requester_name' | 'received_at' | 'registered_at'
>;

/** A ticket as it comes into being, whoever takes it in: registered, unclassified, in its first cycle. */
export const newTicket = (given: Given): Fields<'ticket'> => ({
  number: null,
  objective: null,
  module: null,
  workaround: null,
  attention_mode: 'remote',
  kind: null,
  service_level: null,
  severity: null,
  agreed_severity: null,
  agreed_rank: null,
  state: 'registered',
  closed_at: null,
  cancel_reason: null,
  scope: null,
  scope_clause: null,
  client_responsible: null,
  owner: null,
  consultant: null,
  consultant_role: null,
  authorised_at: null,
  window_start: null,
  window_end: null,
  third_party_phase: null,
  duplicate_of: null,
  cycle: 1,
  external_ref: null,
  import_run: null,
  ...given,
});
