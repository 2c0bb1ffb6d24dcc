import { attachClosestEdge, extractClosestEdge, type Edge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ClipboardList, Globe, Mail, MapPin, MessageCircle, Paperclip, Phone, UserPlus } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard } from '#shared/contract/views.ts';
import type { Channel, Lane } from '#shared/domain/enums.ts';
import { runCommand } from '../../commands/registry.ts';
import { ago } from '../../i18n/format.ts';
import { setFocus, useBoard } from '../../stores/board.ts';
import { useDesk } from '../../stores/desk.ts';
import { openTicketMenu } from '../../stores/dialogs.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Pill } from '../../ui/chip.tsx';
import { classes } from '../../ui/classes.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import { SlaCountdown } from '../../ui/sla.tsx';
import { StateLabel } from '../../ui/state-label.tsx';
import styles from './card.module.css';

const channelIcons: Readonly<Record<Channel, typeof Mail>> = { portal: Globe, form: ClipboardList, whatsapp: MessageCircle, email: Mail, phone: Phone, on_site: MapPin };

export interface CardData {
  readonly kind: 'card';
  readonly id: string;
  readonly lane: Lane;
}

/** The focus may be taken only from the board itself (or from nothing): never from a field, a dialog or the sheet. */
const boardHasFocus = (): boolean => {
  const active = document.activeElement;
  return active === null || active === document.body || active.closest('[data-lane]') !== null;
};

const useDragging = (id: string, lane: Lane) => {
  const ref = useRef<HTMLLIElement>(null);
  const [edge, setEdge] = useState<Edge | null>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const data: CardData = { kind: 'card', id, lane };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ ...data }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === 'card' && source.data['id'] !== id,
        getData: ({ input }) => attachClosestEdge({ ...data }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    );
  }, [id, lane]);
  return { ref, edge, dragged };
};

interface CardProps {
  readonly card: BoardCard;
  readonly lane: Lane;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly height: number;
}

/** One ticket on the board. It alone knows whether it has the focus: moving the focus paints two cards and nothing else. */
export const Card = memo(({ card, lane, index, count, top, height }: CardProps) => {
  const { t } = useTranslation();
  const focused = useBoard((state) => state.focus?.id === card.id);
  const stop = useBoard((state) => (state.focus?.lane === lane ? state.focus.id === card.id : state.stops[lane] === undefined ? index === 0 : state.stops[lane] === card.id));
  const me = useDesk((state) => state.session?.user?.id);
  const { ref, edge, dragged } = useDragging(card.id, lane);

  useLayoutEffect(() => {
    if (focused && boardHasFocus()) ref.current?.focus({ preventScroll: true });
  }, [focused, ref]);

  const Channel = channelIcons[card.channel];
  const triaged = lane !== 'untriaged';
  return (
    <li
      ref={ref}
      role="option"
      aria-selected={focused}
      aria-setsize={count}
      aria-posinset={index + 1}
      tabIndex={stop ? 0 : -1}
      data-testid="card"
      data-ticket={card.id}
      data-focused={focused || undefined}
      className={classes(styles['card'], styles[lane], card.provisional && styles['provisional'], dragged && styles['dragged'])}
      style={{ top, height }}
      onFocus={() => {
        if (useBoard.getState().focus?.id !== card.id) setFocus(lane, index, card.id, true);
      }}
      onDoubleClick={() => runCommand('board.open')}
      onContextMenu={(event) => {
        event.preventDefault();
        setFocus(lane, index, card.id, true);
        openTicketMenu('actions', card.id, { x: event.clientX, y: event.clientY });
      }}
    >
      <div className={styles['head']}>
        {triaged ? <SeverityBadge lane={lane} /> : <Channel size={12} aria-label={t(`labels.channel.${card.channel}`)} role="img" />}
        {triaged ? <span className={styles['number']}>{card.code}</span> : null}
        <span className={styles['client']}>{card.client.name}</span>
        {card.running ? <span className={styles['running']} role="img" aria-label={t('board.running')} title={t('board.running')} /> : null}
      </div>
      <p className={styles['title']}>{card.title}</p>
      <div className={styles['foot']}>
        {triaged ? <StateLabel state={card.state} /> : <span className={styles['when']}>{ago(card.receivedAt)}</span>}
        {card.consultant !== null ? (
          <Avatar name={card.consultant.name} me={card.consultant.id === me} />
        ) : triaged ? (
          <UserPlus size={12} role="img" aria-label={t('common.unassigned')} />
        ) : null}
        {card.evidence > 0 ? (
          <span className={styles['clip']} title={t('board.evidence', { count: card.evidence })}>
            <Paperclip size={12} aria-hidden="true" />
            {card.evidence}
          </span>
        ) : null}
        <span className={styles['space']} />
        {card.provisional ? <Pill tone="warn">{t('board.provisional')}</Pill> : card.sla !== null ? <SlaCountdown marks={card.sla} /> : triaged ? <span className={styles['when']}>{ago(card.receivedAt)}</span> : null}
      </div>
      {edge === null ? null : <span className={classes(styles['drop'], edge === 'top' ? styles['dropTop'] : styles['dropBottom'])} />}
    </li>
  );
});
Card.displayName = 'Card';
