import { create } from 'zustand';
import type { Lane } from '#shared/domain/enums.ts';

/** The ticket that the next command is about: the focused card, or the one that is open. */
export interface Subject {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly lane: Lane;
  readonly clientId: string;
  readonly provisional: boolean;
}

interface SubjectStore {
  readonly subject: Subject | null;
}

export const useSubject = create<SubjectStore>(() => ({ subject: null }));

/** Called by whichever screen has a focused ticket (board, ticket, my day). */
export const setSubject = (subject: Subject | null): void => {
  const now = useSubject.getState().subject;
  if (now === subject) return;
  if (now !== null && subject !== null && JSON.stringify(now) === JSON.stringify(subject)) return;
  useSubject.setState({ subject });
};
