import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictSide, ConflictView } from '#shared/contract/conflict-views.ts';
import { useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { showToast } from '../../stores/toasts.ts';

export type Choice = 'mine' | 'theirs' | 'combined';

interface Sided {
  readonly mine: ConflictSide;
  readonly theirs: ConflictSide;
  /** What each choice means for the row. */
  readonly decisions: Readonly<Record<Choice, 'kept' | 'lost' | 'combined'>>;
  /** One of the two is really this person's own. */
  readonly own: boolean;
}

/** The person's own value at the left; where neither (or both) is his, the one that stands. */
export const sidesOf = ({ kept, lost }: ConflictView): Sided => {
  const lostIsMine = lost.mine && !kept.mine;
  return lostIsMine
    ? { mine: lost, theirs: kept, decisions: { mine: 'lost', theirs: 'kept', combined: 'combined' }, own: true }
    : { mine: kept, theirs: lost, decisions: { mine: 'kept', theirs: 'lost', combined: 'combined' }, own: kept.mine && !lost.mine };
};

/** The conflicts under the keys: the one that has the focus, else the first. */
export const useConflicts = (conflicts: readonly ConflictView[]) => {
  const { t } = useTranslation();
  const [focused, setFocused] = useState<string | null>(null);
  const current = conflicts.find((conflict) => conflict.id === focused) ?? conflicts[0] ?? null;
  const choose = async (conflict: ConflictView, choice: Choice): Promise<void> => {
    const at = conflicts.indexOf(conflict);
    const beside = conflicts[at + 1] ?? conflicts[at - 1];
    await core.call('conflict.resolve', { conflict: conflict.id, decision: sidesOf(conflict).decisions[choice] });
    showToast({ text: t('sync.resolved', { code: conflict.ticket.code }) });
    const next = beside === undefined ? '[data-decisions]' : `[data-conflict="${beside.id}"] button`;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(next)?.focus());
  };
  const onCurrent = (choice: Choice) => ({
    run: () => (current === null ? undefined : choose(current, choice)),
    when: () => current !== null && (choice !== 'combined' || current.combinable),
  });
  useCommands({ 'conflict.mine': onCurrent('mine'), 'conflict.theirs': onCurrent('theirs'), 'conflict.combine': onCurrent('combined') });
  return { current: current?.id ?? null, setFocused, choose } as const;
};
