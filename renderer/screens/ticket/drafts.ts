import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Channel, MessageDirection } from '#shared/domain/enums.ts';

/** What has been typed and not sent. One text per direction, so that a note never ends up in the client's message. */
export interface ComposerDraft {
  readonly mode: MessageDirection;
  readonly texts: Readonly<Partial<Record<MessageDirection, string>>>;
  readonly channel: Channel | null;
  /** Who wrote a received message. */
  readonly author: string;
}

interface DraftStore {
  readonly drafts: Readonly<Record<string, ComposerDraft>>;
}

export const emptyDraft: ComposerDraft = { mode: 'out', texts: {}, channel: null, author: '' };

/** Kept with the window's own storage: leaving the ticket, reloading or a crash lose nothing that was typed. */
export const useDrafts = create<DraftStore>()(persist(() => ({ drafts: {} }) as DraftStore, { name: 'carril.drafts' }));

const isEmpty = (draft: ComposerDraft): boolean => Object.values(draft.texts).every((text) => text === '') && draft.author === '';

export const draftOf = (ticket: string): ComposerDraft => useDrafts.getState().drafts[ticket] ?? emptyDraft;

export const setDraft = (ticket: string, change: Partial<ComposerDraft>): void => {
  useDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [ticket]: { ...(drafts[ticket] ?? emptyDraft), ...change } } }));
};

export const setDraftText = (ticket: string, mode: MessageDirection, text: string): void =>
  setDraft(ticket, { texts: { ...draftOf(ticket).texts, [mode]: text } });

/**
 * Forgets what was sent, and only that: what has been typed since stays. Who has gone on to another kind of message
 * meanwhile is left there, for the next key is already text of it. A ticket with nothing left to keep leaves the store.
 */
export const clearSent = (ticket: string, mode: MessageDirection, sent: string): void => {
  useDrafts.setState(({ drafts }) => {
    const { [ticket]: mine = emptyDraft, ...rest } = drafts;
    const standing = mine.texts[mode] ?? '';
    const left = standing.startsWith(sent) ? standing.slice(sent.length).trimStart() : standing;
    const done = mine.mode === mode && left === '';
    const next: ComposerDraft = { ...mine, mode: done ? 'out' : mine.mode, author: mode === 'in' && left === '' ? '' : mine.author, texts: { ...mine.texts, [mode]: left } };
    return { drafts: isEmpty(next) && next.mode === 'out' ? rest : { ...rest, [ticket]: next } };
  });
};
