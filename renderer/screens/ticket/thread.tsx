import { ArrowRightLeft, CircleUser, Download, Gauge, Handshake, History, Inbox, Lock, Pencil, RotateCcw, ShieldCheck } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView, PersonRef, TicketDetail, TicketEventView } from '#shared/contract/views.ts';
import type { TicketEventType } from '#shared/domain/enums.ts';
import { keysOf } from '../../commands/registry.ts';
import { dayTime, isDayBefore, longDay, time } from '../../i18n/format.ts';
import { useDesk } from '../../stores/desk.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Keys } from '../../ui/kbd.tsx';
import { useEventText } from './event-text.ts';
import { Description } from './description.tsx';
import { threadItems } from './thread-items.ts';
import styles from './thread.module.css';

const icons: Readonly<Record<TicketEventType, typeof Inbox>> = {
  registered: Inbox,
  imported: Download,
  authorised: ShieldCheck,
  severity_changed: Gauge,
  severity_agreed: Handshake,
  state_changed: ArrowRightLeft,
  assigned: CircleUser,
  field_changed: Pencil,
  reopened: RotateCcw,
};

const Message = ({ message, client, me }: { readonly message: MessageView; readonly client: string; readonly me: string | null }) => {
  const { t } = useTranslation();
  const internal = message.direction === 'internal';
  const author = message.author === '' ? t('ticket.thread.unknown') : message.author;
  const about = message.direction === 'out' ? t('ticket.thread.toClient') : message.direction === 'in' ? client : null;
  return (
    <article className={classes(styles['message'], internal && styles['note'])} data-direction={message.direction} data-testid="message">
      <Avatar name={author} size="large" me={message.direction !== 'in' && author === me} />
      <div className={styles['content']}>
        <header className={styles['by']}>
          <b>{author}</b>
          {internal ? (
            <span className={styles['tag']}>
              <Lock size={12} strokeWidth={2.6} aria-hidden="true" />
              {t('ticket.thread.internal')}
            </span>
          ) : null}
          <span className={styles['when']}>{[about, internal ? null : t(`labels.channel.${message.channel}`), dayTime(message.at)].filter((text) => text !== null).join(' · ')}</span>
        </header>
        <p className={styles['text']} data-selectable="">
          {message.body}
        </p>
      </div>
    </article>
  );
};

const EventLine = ({ event, text }: { readonly event: TicketEventView; readonly text: string }) => {
  const { t } = useTranslation();
  const Icon = icons[event.type];
  return (
    <p className={styles['event']} data-event={event.type}>
      <Icon size={16} aria-hidden="true" />
      <span>{event.actor === '' ? text : t('ticket.event.by', { text, name: event.actor })}</span>
      <time dateTime={event.at}>{time(event.at)}</time>
    </p>
  );
};

const useDayName = (): ((at: string) => string) => {
  const { t } = useTranslation();
  return (at) => {
    const day = new Date(at).toDateString();
    if (day === new Date().toDateString()) return t('ticket.thread.today');
    if (isDayBefore(new Date(at), new Date())) return t('ticket.thread.yesterday');
    return longDay(at);
  };
};

interface ThreadProps {
  readonly detail: TicketDetail;
  readonly people: readonly PersonRef[];
  readonly history: boolean;
  readonly onHistory: () => void;
}

/** How near the end counts as reading the end, in pixels. */
const NEAR_PX = 80;

/** What was said and what happened, in one order. Opens at the end and stays there while one reads the end. */
export const Thread = ({ detail, people, history, onHistory }: ThreadProps) => {
  const { t } = useTranslation();
  const me = useDesk((state) => state.session?.user?.name ?? null);
  const eventText = useEventText(people, detail.agreements);
  const dayName = useDayName();
  const { items, hidden } = useMemo(() => threadItems(detail, history), [detail, history]);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const ticket = detail.ticket.id;

  // Whatever grows or shrinks (a message, the composer, the window), who reads the end keeps reading the end.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || ticket === '') return undefined;
    atEnd.current = true;
    const stay = (): void => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    };
    stay();
    const observer = new ResizeObserver(stay);
    for (const one of [element, ...element.children]) observer.observe(one);
    return () => observer.disconnect();
  }, [ticket]);

  return (
    <section
      ref={scroller}
      className={styles['scroll']}
      aria-label={t('ticket.thread.label')}
      // It scrolls, so the keyboard must reach it.
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      }}
    >
      <div className={styles['wide']}>
        <Description detail={detail} />
        {items.map((item) => {
          if (item.is === 'day') {
            return (
              <p key={item.key} className={styles['day']}>
                <span>{dayName(item.at)}</span>
              </p>
            );
          }
          return item.is === 'event' ? <EventLine key={item.key} event={item.event} text={eventText(item.event)} /> : <Message key={item.key} message={item.message} client={detail.client.name} me={me} />;
        })}
        {detail.messages.length === 0 ? (
          <p className={styles['empty']}>
            {t('ticket.thread.empty')}. {t('ticket.thread.emptyText')} <Keys keys={keysOf('ticket.reply') ?? 'r'} className={styles['inline'] ?? ''} />
          </p>
        ) : null}
        {hidden === 0 && !history ? null : (
          <p className={styles['more']}>
            <Button kind="ghost" size="small" icon={<History size={14} aria-hidden="true" />} keys={keysOf('ticket.history')} aria-pressed={history} onClick={onHistory}>
              {history ? t('ticket.thread.historyOn') : t('ticket.thread.hiddenEvents', { count: hidden })}
            </Button>
          </p>
        )}
      </div>
    </section>
  );
};
