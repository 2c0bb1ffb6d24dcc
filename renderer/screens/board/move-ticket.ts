import type { CoreContract } from '#shared/contract/core.ts';
import type { InputOf } from '#shared/contract/method.ts';
import type { LanePlace, Moved } from '#shared/contract/views.ts';
import { lanes, type Lane, type Severity } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { es } from '../../i18n/es/index.ts';
import { t } from '../../i18n/index.ts';
import { isFiltering, setFocus, useBoard } from '../../stores/board.ts';
import { askAgreement, closeAgreement, useDialogs } from '../../stores/dialogs.ts';
import { useRouter } from '../../stores/router.ts';
import { announce, showToast } from '../../stores/toasts.ts';

type Place = InputOf<CoreContract['ticket.move']>['place'];

const laneWord = (lane: Lane): string => (lane === 'untriaged' ? t('labels.lane.untriaged') : lane);
const severityOf = (lane: Lane): Severity | null => (lane === 'untriaged' ? null : lane);

/** Where a ticket lies among the cards that the filter shows. */
const placeShown = async (moved: Moved): Promise<LanePlace | null> => {
  const { filter } = useBoard.getState();
  return isFiltering(filter) ? core.call('board.locate', { ticket: moved.ticket, filter }) : moved;
};

const follow = async (moved: Moved): Promise<void> => {
  const place = await placeShown(moved);
  if (place !== null && useRouter.getState().route.name === 'board') setFocus(place.lane, place.index, moved.ticket);
};

/** The one way a ticket changes lane or place: keys, menu, palette and dragging all end here. */
export const moveTicket = async (id: string, lane: Lane, place: Place): Promise<void> => {
  const moved = await core.call('ticket.move', { id, lane, place });
  await follow(moved);
  const words = { code: moved.code, lane: laneWord(moved.lane), index: moved.index + 1, count: moved.count };
  const spoken = t('board.movedAnnounce', words);
  const to = severityOf(moved.lane);
  if (moved.provisional && to !== null && moved.from !== moved.lane) {
    // The sheet says it and offers to undo it; the screen reader hears both.
    const { ticket } = await core.call('ticket.get', { id });
    askAgreement({ ticket: id, code: moved.code, client: ticket.client, from: moved.from, to, focus: false });
    announce(`${spoken}. ${t('board.agreement.announce')}`);
    return;
  }
  if (useDialogs.getState().agreement?.ticket === id) closeAgreement();
  if (moved.from === moved.lane) announce(spoken);
  else showToast({ text: t('board.moved', words), spoken, undo: true });
};

/** The neighbouring lane, or null at the board's edge. */
export const laneBeside = (lane: Lane, by: -1 | 1): Lane | null => lanes[lanes.indexOf(lane) + by] ?? null;

const changeWord = (command: string): string => (Object.hasOwn(es.labels.change, command) ? t(`labels.change.${command as keyof typeof es.labels.change}`) : command);

/** After an undo or a redo: the focus goes to where the card went. */
export const showReturned = async (command: string, place: Moved | null, way: 'undo' | 'redo'): Promise<void> => {
  closeAgreement();
  if (place === null || command !== 'ticket.move') {
    showToast({ text: t(way === 'redo' ? 'frame.redone' : 'frame.undone', { what: changeWord(command) }) });
    return;
  }
  await follow(place);
  showToast({ text: t('frame.movedBack', { code: place.code, lane: laneWord(place.lane), index: place.index + 1, count: place.count }) });
};
