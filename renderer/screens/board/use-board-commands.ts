import { useEffect } from 'react';
import { lanes, type Lane } from '#shared/domain/enums.ts';
import { useCommands, type Handlers } from '../../commands/registry.ts';
import { focusedCard, setFocus, setUntriagedOpen, useBoard } from '../../stores/board.ts';
import { askAgreement, openTicketMenu, useDialogs } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { setSubject, useSubject } from '../../stores/subject.ts';
import { views } from './board-loader.ts';
import { laneBeside, moveTicket } from './move-ticket.ts';

const shownLanes = (): readonly Lane[] => {
  const { lanes: all, untriagedOpen } = useBoard.getState();
  return lanes.filter((lane) => all[lane].count > 0 && (lane !== 'untriaged' || untriagedOpen));
};

/** The focus, or where it begins: the most severe lane that has cards. */
const startFocus = (): boolean => {
  if (useBoard.getState().focus !== null) return false;
  const lane = shownLanes().find((name) => name !== 'untriaged') ?? shownLanes()[0];
  if (lane !== undefined) setFocus(lane, views[lane].first);
  return true;
};

const step = (by: number) => (): void => {
  if (startFocus()) return;
  const { focus, lanes: all } = useBoard.getState();
  if (focus === null) return;
  const next = Math.max(0, Math.min(focus.index + by, all[focus.lane].count - 1));
  if (next !== focus.index) setFocus(focus.lane, next);
};

const page = (by: 1 | -1) => (): void => {
  const { focus } = useBoard.getState();
  if (focus === null) return step(0)();
  const view = views[focus.lane];
  return step(by * Math.max(1, view.last - view.first - 2))();
};

const edge = (end: 'first' | 'last') => (): void => {
  if (startFocus()) return;
  const { focus, lanes: all } = useBoard.getState();
  if (focus !== null) setFocus(focus.lane, end === 'first' ? 0 : all[focus.lane].count - 1);
};

/** To the card at the same height of the neighbouring lane that has any. */
const sideways = (by: 1 | -1) => (): void => {
  if (startFocus()) return;
  const { focus } = useBoard.getState();
  if (focus === null) return;
  const order = lanes.indexOf(focus.lane);
  const found = shownLanes().filter((lane) => (by > 0 ? lanes.indexOf(lane) > order : lanes.indexOf(lane) < order));
  const target = by > 0 ? found[0] : found[found.length - 1];
  if (target !== undefined) setFocus(target, views[target].first + Math.max(0, focus.index - views[focus.lane].first));
};

type FocusedCard = NonNullable<ReturnType<typeof focusedCard>>;
let lastCard: FocusedCard | null = null;

/** The focused card; while its lane is being fetched again (after a move), as it was last seen: the next key must find it. */
const cardInHand = (): FocusedCard | null => {
  const card = focusedCard();
  if (card !== null) {
    lastCard = card;
    return card;
  }
  const { focus } = useBoard.getState();
  return focus !== null && lastCard !== null && focus.id === lastCard.id ? { ...lastCard, lane: focus.lane } : null;
};

const withCard = (run: (card: FocusedCard) => void | Promise<void>) => ({
  run: () => {
    const card = cardInHand();
    return card === null ? undefined : run(card);
  },
  when: () => cardInHand() !== null,
});

const toLane = (lane: Lane) => withCard((card) => (card.lane === lane ? undefined : moveTicket(card.id, lane, { at: 'top' })));
const beside = (by: 1 | -1) =>
  withCard((card) => {
    const lane = laneBeside(card.lane, by);
    return lane === null ? undefined : moveTicket(card.id, lane, { at: 'top' });
  });
const nudge = (by: 1 | -1) => withCard((card) => moveTicket(card.id, card.lane, { at: 'step', by }));

const elementOf = (id: string): Element => document.querySelector(`[data-ticket="${id}"]`) ?? document.body;
const menu = (kind: 'move' | 'state' | 'assign' | 'actions') => withCard((card) => openTicketMenu(kind, card.id, elementOf(card.id)));

const handlers: Handlers = {
  'board.next': step(1),
  'board.previous': step(-1),
  'board.left': sideways(-1),
  'board.right': sideways(1),
  'board.first': edge('first'),
  'board.last': edge('last'),
  'board.pageDown': page(1),
  'board.pageUp': page(-1),
  'board.open': withCard((card) => go({ name: 'ticket', id: card.id })),
  'board.toggleUntriaged': () => setUntriagedOpen(!useBoard.getState().untriagedOpen),
  'ticket.severityS1': toLane('S1'),
  'ticket.severityS2': toLane('S2'),
  'ticket.severityS3': toLane('S3'),
  'ticket.severityS4': toLane('S4'),
  'ticket.untriage': toLane('untriaged'),
  'ticket.laneLeft': beside(-1),
  'ticket.laneRight': beside(1),
  'ticket.up': nudge(-1),
  'ticket.down': nudge(1),
  'ticket.moveMenu': menu('move'),
  'ticket.stateMenu': menu('state'),
  'ticket.assignMenu': menu('assign'),
  'ticket.actionsMenu': menu('actions'),
  'ticket.agree': {
    run: () => {
      // The sheet may be there before the card says that it is provisional.
      const { agreement } = useDialogs.getState();
      const card = cardInHand();
      if (agreement !== null && agreement.ticket === card?.id) askAgreement({ ...agreement, focus: true });
      else if (card !== null && card.lane !== 'untriaged') askAgreement({ ticket: card.id, code: card.code, client: card.client.id, from: null, to: card.lane, focus: true });
    },
    when: () => {
      const card = cardInHand();
      return card !== null && (card.provisional || useDialogs.getState().agreement?.ticket === card.id);
    },
  },
};

/** The focused card is what commands of the whole app (timer, capture, copy) are about. */
const follow = (): void => {
  const card = cardInHand();
  setSubject(card === null ? null : { id: card.id, code: card.code, title: card.title, lane: card.lane, clientId: card.client.id, provisional: card.provisional });
};

export const useBoardCommands = (): void => {
  useCommands(handlers);
  useEffect(() => {
    follow();
    const stop = useBoard.subscribe(follow);
    return () => {
      stop();
      useSubject.setState({ subject: null });
    };
  }, []);
};
