import { useEffect } from 'react';
import { create } from 'zustand';
import type { LaneDue as Due } from '#shared/contract/sla-views.ts';
import type { Lane } from '#shared/domain/enums.ts';
import { core, onChanged, touches } from '../../engine/core.ts';
import { useInstant } from '../../stores/minute.ts';
import { useBoard } from '../../stores/board.ts';
import { showError } from '../../stores/toasts.ts';
import { Due as Countdown } from '../../ui/sla.tsx';

/** The cards come first: what stands in the heads is asked a little after them. */
const behindMs = 250;

const useDues = create<{ readonly dues: readonly Due[] }>(() => ({ dues: [] }));

/** Keeps the heads' due times in step with the board while it is shown. */
export const useLaneDues = (): void => {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const ask = (): void => {
      timer = null;
      core
        .call('board.due', { filter: useBoard.getState().filter })
        .then((dues) => useDues.setState({ dues }))
        .catch(showError);
    };
    const soon = (): void => {
      timer ??= setTimeout(ask, behindMs);
    };
    soon();
    const forget = onChanged((topics) => touches(topics, ['board', 'clients']) && soon());
    const stop = useBoard.subscribe((state, before) => state.filter !== before.filter && soon());
    return () => {
      forget();
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
};

/** Of a lane, what is due first. */
export const LaneDue = ({ lane }: { readonly lane: Lane }) => {
  const due = useDues((state) => state.dues.find((one) => one.lane === lane));
  const now = useInstant();
  return due === undefined ? null : <Countdown mark={{ is: 'running', warnAt: due.warnAt, dueAt: due.dueAt }} now={now} short />;
};
