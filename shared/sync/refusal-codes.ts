/** Why the endpoint refuses an op. Apart from the protocol, so that a screen does not carry its schemas. */
export const refusalCodes = [
  'invalid_input', // details.issues
  'not_allowed',
  'not_found', // the row that it patches, or the parent that it hangs from, is not there
  'deleted',
  'fact_immutable',
  'group_refused', // another op of the same group was refused: details { by }
  'already_exists', // the same key with another content
  'transition_blocked', // details: { to, missing }
  'agreement_required', // details: { severity }: nobody has agreed on it
  'entry_locked', // submitted or approved time
  'interval_invalid', // details: { fault }
  'version_pinned', // details: { entity }
  'lot_overdrawn', // details: { lot, remaining }
] as const;
export type RefusalCode = (typeof refusalCodes)[number];
