import { fault, untrue, type Fault, type JudgedOp, type Surroundings } from './case.ts';

/** One file of evidence at most: what the endpoint takes in. */
export const maxEvidenceBytes = 512 * 1024 * 1024;

/** Evidence is of something: it has bytes, and a picture has a size. */
export const evidenceFault = ({ after }: JudgedOp): Fault | null => {
  if (after === null) return null;
  const bytes = Number(after['bytes']);
  if (bytes < 1 || bytes > maxEvidenceBytes) return untrue('bytes', 'evidence has between one byte and the limit');
  if (after['kind'] !== 'screenshot') return null;
  if (!String(after['mime']).startsWith('image/')) return untrue('mime', 'a screenshot is a picture');
  return Number(after['width']) >= 1 && Number(after['height']) >= 1 ? null : untrue('width', 'a picture has a size');
};

const dayOf = (at: unknown): string => String(at).slice(0, 10);

/** What the client accepts, or which hours he approves, is said by a contact who may say it on that day. */
export const clientWordFault = ({ entity, after }: JudgedOp, around: Surroundings): Fault | null => {
  if (after === null) return null;
  const contact = around.row('contact', String(after['contact']));
  if (contact === null) return fault('not_found', { entity: 'contact', key: String(after['contact']), field: 'contact' });
  if (entity === 'hours_approval') {
    const contract = around.row('contract', String(after['contract']));
    if (contract !== null && contract['client'] !== contact['client']) return untrue('contact', 'the contact is of another client');
    if (after['decision'] === 'rejected' && String(after['comment'] ?? '').trim() === '') return untrue('comment', 'a rejection says why');
    return contact['can_approve_hours'] === true ? null : fault('not_allowed', { entity, field: 'contact' });
  }
  const ticket = around.row('ticket', String(after['ticket']));
  if (ticket !== null && ticket['client'] !== contact['client']) return untrue('contact', 'the contact is of another client');
  if (after['decision'] === 'rejected' && String(after['comment'] ?? '').trim() === '') return untrue('comment', 'a rejection says why');
  const day = dayOf(after['at']);
  const [from, to] = [contact['authorised_from'], contact['authorised_to']];
  const authorised = typeof from === 'string' && from <= day && (typeof to !== 'string' || to >= day);
  return authorised ? null : fault('not_allowed', { entity, field: 'contact' });
};
