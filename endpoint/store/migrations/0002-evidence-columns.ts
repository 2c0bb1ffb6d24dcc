import type { Migration } from './index.ts';

/** What evidence is looked for by, as columns: an index over JSON would be another one on every database. */
export const evidenceColumns: Migration = {
  sqlite: `
ALTER TABLE entity_row ADD COLUMN sha256 TEXT;
ALTER TABLE entity_row ADD COLUMN upload TEXT CHECK (upload IN ('pending', 'stored'));
DROP INDEX entity_row_sha256;
UPDATE entity_row SET sha256 = fields ->> '$.sha256', upload = fields ->> '$.upload' WHERE entity = 'evidence' AND deleted = 0;
CREATE INDEX entity_row_sha256 ON entity_row (sha256) WHERE sha256 IS NOT NULL;
`,
};
