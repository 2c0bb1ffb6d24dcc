import { useCallback, useEffect, useRef, useState } from 'react';
import type { EvidenceDraft } from '#shared/contract/views.ts';
import type { EvidenceStage, Visibility } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { showError } from '../../stores/toasts.ts';

export interface DraftTexts {
  readonly note: string;
  readonly stage: EvidenceStage;
  readonly visibility: Visibility;
  readonly ticket: string | null;
}

const PAUSE_MS = 400;

interface DraftSaver {
  readonly state: 'saved' | 'saving';
  /** Writes what is still unsaved, and then no more: the draft is about to be attached or discarded. */
  readonly stop: () => Promise<void>;
  readonly resume: () => void;
}

/** Keeps the draft on disk while it is written, one write at a time. */
export const useDraftSaver = (draft: EvidenceDraft, texts: DraftTexts): DraftSaver => {
  const [state, setState] = useState<'saved' | 'saving'>('saved');
  const { note, stage, visibility, ticket } = texts;
  const kept = useRef(JSON.stringify([draft.note, draft.stage, draft.visibility, draft.ticket]));
  const latest = useRef(texts);
  const chain = useRef<Promise<void>>(Promise.resolve());
  const stopped = useRef(false);

  const write = useCallback((): Promise<void> => {
    const work = async (): Promise<void> => {
      const now = latest.current;
      const key = JSON.stringify([now.note, now.stage, now.visibility, now.ticket]);
      if (key === kept.current) return;
      await core.call('evidence.saveDraft', { id: draft.id, ...now });
      kept.current = key;
    };
    chain.current = chain.current.catch(() => undefined).then(work);
    return chain.current;
  }, [draft.id]);

  useEffect(() => {
    latest.current = { note, stage, visibility, ticket };
    if (stopped.current || JSON.stringify([note, stage, visibility, ticket]) === kept.current) return undefined;
    const timer = setTimeout(() => {
      setState('saving');
      write()
        .then(() => setState('saved'))
        .catch(showError);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [note, stage, visibility, ticket, write]);

  return {
    state,
    stop: async () => {
      stopped.current = true;
      await write();
    },
    resume: () => {
      stopped.current = false;
    },
  };
};
