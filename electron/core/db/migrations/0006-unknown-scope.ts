/** Migration 6: whose a row is that only a newer version knows, so that it goes with its client. */
export const unknownScope = 'ALTER TABLE unknown_part ADD COLUMN scope TEXT;';
