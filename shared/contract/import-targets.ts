// Apart from the import's shapes, so that a screen does not carry their schemas.

/** The ticket fields that a file's columns can feed. */
export const importTargets = [
  'title',
  'description',
  'client',
  'channel',
  'requester_name',
  'severity',
  'state',
  'kind',
  'service_level',
  'module',
  'received_at',
  'closed_at',
] as const;
export type ImportTarget = (typeof importTargets)[number];
