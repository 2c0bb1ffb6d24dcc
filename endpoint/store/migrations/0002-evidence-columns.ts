import { inPostgres } from '../postgres-ddl.ts';
import type { Migration } from './index.ts';

/** What evidence is looked for by, as columns: an index over JSON would be another one on every database. */
const columns = `
ALTER TABLE entity_row ADD COLUMN sha256 TEXT;
ALTER TABLE entity_row ADD COLUMN upload TEXT CHECK (upload IN ('pending', 'stored'));
CREATE INDEX entity_row_sha256 ON entity_row (sha256) WHERE sha256 IS NOT NULL;
`;

export const evidenceColumns: Migration = {
  sqlite: `
DROP INDEX entity_row_sha256;
${columns}
UPDATE entity_row SET sha256 = fields ->> '$.sha256', upload = fields ->> '$.upload' WHERE entity = 'evidence' AND deleted = 0;
`,
  // No PostgreSQL ever held the first schema alone, so there are no rows to fill in.
  postgres: inPostgres(columns),
};
