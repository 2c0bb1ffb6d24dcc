/** Migration 5: whose account is closed. */
export const closedAccounts = `
ALTER TABLE user ADD COLUMN closed_at TEXT;
`;
