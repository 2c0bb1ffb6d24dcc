/**
 * Migration 7: what the clocks of a ticket under contract say, as a cache of the fold over its log (rule 1). Never sent:
 * every desk counts for itself. Whatever the fold reads makes a row stale, whoever writes it.
 */
export const slaMarks = `
CREATE TABLE ticket_sla (
  ticket TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  fresh INTEGER NOT NULL DEFAULT 0,
  marks TEXT,
  warn_at TEXT,
  due_at TEXT,
  paused INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_sla_stale ON ticket_sla(ticket) WHERE fresh = 0;
CREATE INDEX ticket_sla_contract ON ticket_sla(contract);
CREATE INDEX ticket_sla_due ON ticket_sla(due_at) WHERE due_at IS NOT NULL;

CREATE TRIGGER sla_ticket_made AFTER INSERT ON ticket WHEN NEW.contract IS NOT NULL BEGIN
  INSERT INTO ticket_sla (ticket, contract) VALUES (NEW.id, NEW.contract) ON CONFLICT (ticket) DO UPDATE SET contract = excluded.contract, fresh = 0;
END;
CREATE TRIGGER sla_ticket_changed AFTER UPDATE ON ticket
WHEN NEW.contract IS NOT NULL AND (OLD.contract IS NOT NEW.contract OR OLD.authorised_at IS NOT NEW.authorised_at OR OLD.state IS NOT NEW.state OR OLD.severity IS NOT NEW.severity OR OLD.received_at IS NOT NEW.received_at) BEGIN
  INSERT INTO ticket_sla (ticket, contract) VALUES (NEW.id, NEW.contract) ON CONFLICT (ticket) DO UPDATE SET contract = excluded.contract, fresh = 0;
END;
CREATE TRIGGER sla_ticket_freed AFTER UPDATE OF contract ON ticket WHEN NEW.contract IS NULL AND OLD.contract IS NOT NULL BEGIN
  DELETE FROM ticket_sla WHERE ticket = NEW.id;
END;
CREATE TRIGGER sla_ticket_gone AFTER DELETE ON ticket WHEN OLD.contract IS NOT NULL BEGIN
  DELETE FROM ticket_sla WHERE ticket = OLD.id;
END;
CREATE TRIGGER sla_event_made AFTER INSERT ON ticket_event BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = NEW.ticket AND fresh = 1; END;
CREATE TRIGGER sla_event_gone AFTER DELETE ON ticket_event BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = OLD.ticket AND fresh = 1; END;
CREATE TRIGGER sla_message_made AFTER INSERT ON message BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = NEW.ticket AND fresh = 1; END;
CREATE TRIGGER sla_message_gone AFTER DELETE ON message BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = OLD.ticket AND fresh = 1; END;
CREATE TRIGGER sla_agreement_made AFTER INSERT ON severity_agreement BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = NEW.ticket AND fresh = 1; END;
CREATE TRIGGER sla_agreement_gone AFTER DELETE ON severity_agreement BEGIN UPDATE ticket_sla SET fresh = 0 WHERE ticket = OLD.ticket AND fresh = 1; END;
CREATE TRIGGER sla_contract_made AFTER INSERT ON contract BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract = NEW.id; END;
CREATE TRIGGER sla_contract_changed AFTER UPDATE ON contract WHEN OLD.modality IS NOT NEW.modality OR OLD.calendar IS NOT NEW.calendar OR OLD.sla_policy IS NOT NEW.sla_policy BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract = NEW.id; END;
CREATE TRIGGER sla_contract_gone AFTER DELETE ON contract BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract = OLD.id; END;
CREATE TRIGGER sla_policy_made AFTER INSERT ON sla_policy BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract = NEW.contract; END;
CREATE TRIGGER sla_policy_changed AFTER UPDATE ON sla_policy BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract IN (OLD.contract, NEW.contract); END;
CREATE TRIGGER sla_policy_gone AFTER DELETE ON sla_policy BEGIN UPDATE ticket_sla SET fresh = 0 WHERE contract = OLD.contract; END;
CREATE TRIGGER sla_calendar_made AFTER INSERT ON calendar BEGIN UPDATE ticket_sla SET fresh = 0 WHERE fresh = 1; END;
CREATE TRIGGER sla_calendar_changed AFTER UPDATE ON calendar BEGIN UPDATE ticket_sla SET fresh = 0 WHERE fresh = 1; END;
CREATE TRIGGER sla_calendar_gone AFTER DELETE ON calendar BEGIN UPDATE ticket_sla SET fresh = 0 WHERE fresh = 1; END;

INSERT INTO ticket_sla (ticket, contract) SELECT id, contract FROM ticket WHERE contract IS NOT NULL;
`;
