import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect } from 'react';
import { lanes, type Lane } from '#shared/domain/enums.ts';
import { showError } from '../../stores/toasts.ts';
import { moveTicket } from './move-ticket.ts';

const isLane = (value: unknown): value is Lane => lanes.includes(value as Lane);

/** A dropped card goes between the cards where the line was, or to the end of the lane. */
export const useDropping = (): void => {
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data['kind'] === 'card',
        onDrop: ({ source, location }) => {
          const target = location.current.dropTargets[0];
          const id = source.data['id'];
          const lane = target?.data['lane'];
          if (target === undefined || typeof id !== 'string' || !isLane(lane)) return;
          const over = target.data['kind'] === 'card' ? target.data['id'] : null;
          const place = typeof over === 'string' ? ({ at: extractClosestEdge(target.data) === 'top' ? 'before' : 'after', ticket: over } as const) : ({ at: 'bottom' } as const);
          moveTicket(id, lane, place).catch(showError);
        },
      }),
    [],
  );
};
