/** Migration 8: what exceptions are called and which version a calendar follows, the other texts of a contract, who accepted a plan, and what lots and movements say. */
export const contractTerms = `
ALTER TABLE calendar ADD COLUMN names TEXT;
ALTER TABLE calendar ADD COLUMN previous TEXT;
ALTER TABLE terms_version ADD COLUMN terms TEXT;
ALTER TABLE terms_version ADD COLUMN limits TEXT;
ALTER TABLE third_party_plan ADD COLUMN diagnosis TEXT;
ALTER TABLE third_party_plan ADD COLUMN plan TEXT;
ALTER TABLE third_party_plan ADD COLUMN diagnosis_accepted_by TEXT;
ALTER TABLE third_party_plan ADD COLUMN plan_accepted_by TEXT;
ALTER TABLE hours_lot ADD COLUMN note TEXT;
ALTER TABLE hours_movement ADD COLUMN note TEXT;
`;
