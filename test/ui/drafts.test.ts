import { beforeEach, expect, test } from 'vitest';
import { clearSent, draftOf, setDraft, setDraftText, useDrafts } from '../../renderer/screens/ticket/drafts.ts';

const ticket = '01890000-0000-7000-8000-000000000001';
beforeEach(() => useDrafts.setState({ drafts: {} }));

test('what was sent is forgotten, and the ticket with it where nothing else was typed', () => {
  setDraft(ticket, { mode: 'internal' });
  setDraftText(ticket, 'internal', 'Solo para el equipo');
  clearSent(ticket, 'internal', 'Solo para el equipo');
  expect(draftOf(ticket)).toMatchObject({ mode: 'out' });
  expect(useDrafts.getState().drafts).toEqual({});
});

test('a note that was begun while the reply was on its way stays a note, and keeps what was typed', () => {
  setDraftText(ticket, 'out', 'Lo publicamos a las 11:15');
  setDraft(ticket, { mode: 'internal' });
  setDraftText(ticket, 'internal', 'Solo pa');
  clearSent(ticket, 'out', 'Lo publicamos a las 11:15');
  expect(draftOf(ticket)).toMatchObject({ mode: 'internal', texts: { out: '', internal: 'Solo pa' } });
});

test('whoever has pressed for a note and not yet typed is not put back to the reply', () => {
  setDraftText(ticket, 'out', 'Hecho');
  setDraft(ticket, { mode: 'internal' });
  clearSent(ticket, 'out', 'Hecho');
  expect(draftOf(ticket).mode).toBe('internal');
});

test('what was added behind the sent text while it was on its way is kept', () => {
  setDraftText(ticket, 'out', 'Hecho');
  setDraftText(ticket, 'out', 'Hecho\nY una cosa más');
  clearSent(ticket, 'out', 'Hecho');
  expect(draftOf(ticket).texts.out).toBe('Y una cosa más');
});
