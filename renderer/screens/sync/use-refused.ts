import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { showToast } from '../../stores/toasts.ts';
import { useChangeWord } from './change-word.ts';
import { useRefusedText } from './refused-text.ts';

/** The first button of a change: where the keys stand when they mean it. */
const elementOf = (group: string): HTMLElement | null => document.querySelector(`[data-refused="${group}"] button`);

/** The refused changes under the keys: which one they mean, and what they do with it. */
export const useRefused = (changes: readonly RefusedChange[]) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const textOf = useRefusedText();
  const [focused, setFocused] = useState<string | null>(null);
  const [letGo, setLetGo] = useState<readonly string[]>([]);
  const current = changes.find((change) => change.group === focused) ?? null;
  /** Conflicts and refused changes are one list for the keys. */
  const step = (by: number): void => {
    const all = [...document.querySelectorAll<HTMLElement>('[data-decision]')];
    const at = all.findIndex((element) => element.contains(document.activeElement));
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.querySelector('button')?.focus();
  };
  /** The place stays under the keys when its change has gone. */
  const focusBeside = (group: string): void => {
    const at = changes.findIndex((change) => change.group === group);
    const beside = changes[at + 1] ?? changes[at - 1];
    requestAnimationFrame(() => (beside === undefined ? document.querySelector<HTMLElement>('[data-decisions]') : elementOf(beside.group))?.focus());
  };

  const restore = async (): Promise<void> => {
    await core.call('sync.restore', { groups: [...letGo] });
    setLetGo([]);
    showToast({ text: t('sync.restored') });
  };
  const retry = async (change: RefusedChange): Promise<void> => {
    await core.call('sync.retry', { group: change.group });
    showToast({ text: t('sync.retried') });
    focusBeside(change.group);
  };
  const discard = async (change: RefusedChange): Promise<void> => {
    const { groups } = await core.call('sync.discard', { group: change.group });
    setLetGo(groups);
    const what = word(change.command);
    const text = groups.length > 1 ? t('sync.discardedWith', { what, count: groups.length - 1 }) : t('sync.discardedOne', { what });
    showToast({
      text,
      action: {
        label: t('common.undo'),
        keys: 'u',
        run: async () => {
          await core.call('sync.restore', { groups: [...groups] });
          setLetGo([]);
          showToast({ text: t('sync.restored') });
        },
      },
    });
    focusBeside(change.group);
  };
  const copy = async (which: readonly RefusedChange[]): Promise<void> => {
    await shell.call('clipboard.write', { text: which.map(textOf).join('\n\n') });
    showToast({ text: t('sync.copiedChanges', { count: which.length }) });
  };
  const edit = (change: RefusedChange): void => {
    // A step or a move has no text to correct: what it lacks is done on the ticket.
    if (change.texts.length === 0 && change.ticket !== null) return go({ name: 'ticket', id: change.ticket.id });
    openDialog({ kind: 'amend', change });
  };

  const onCurrent = (work: (change: RefusedChange) => void | Promise<void>) => ({ run: () => (current === null ? undefined : work(current)), when: () => current !== null });
  useCommands({
    'refused.next': () => step(1),
    'refused.previous': () => step(-1),
    'refused.retry': onCurrent(retry),
    'refused.edit': onCurrent(edit),
    'refused.copy': onCurrent((change) => copy([change])),
    'refused.discard': onCurrent(discard),
    'refused.restore': { run: restore, when: () => letGo.length > 0 },
  });
  return { setFocused, retry, edit, copy, discard } as const;
};
