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

/** Forgets what was sent; a ticket with nothing left to keep leaves the store. */
export const clearDraft = (ticket: string, mode: MessageDirection): void => {
  useDrafts.setState(({ drafts }) => {
    const { [ticket]: mine = emptyDraft, ...rest } = drafts;
    const next: ComposerDraft = { ...mine, mode: 'out', author: mode === 'in' ? '' : mine.author, texts: { ...mine.texts, [mode]: '' } };
    return { drafts: isEmpty(next) ? rest : { ...rest, [ticket]: next } };
  });
};
