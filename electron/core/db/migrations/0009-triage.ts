/** Migration 9: what waits to be classified, oldest first; what this desk has put off until later, never sent; and the hours that wait for somebody's word. */
export const triage = `
CREATE INDEX ticket_registered ON ticket(received_at, id) WHERE state = 'registered';
CREATE INDEX time_entry_review ON time_entry(status, start) WHERE status IN ('submitted', 'lead_approved');
CREATE TABLE ticket_snooze (
  ticket TEXT PRIMARY KEY NOT NULL,
  until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER snooze_gone AFTER DELETE ON ticket BEGIN DELETE FROM ticket_snooze WHERE ticket = OLD.id; END;
`;
