import type { Migration } from './index.ts';

/** A snapshot walks the living rows by entity and key, and finds those of a client without reading the others' text. */
export const liveRows: Migration = {
  sqlite: `
CREATE INDEX entity_row_live ON entity_row (entity, key, scope) WHERE deleted = 0;
`,
};
