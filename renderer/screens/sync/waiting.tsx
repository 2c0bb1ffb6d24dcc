import { Building2, CircleUser, Clock, FileUp, Image, MessageSquare, Ticket, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WaitingChange } from '#shared/contract/views.ts';
import { keysOf } from '../../commands/registry.ts';
import { bytes, dayTime, isToday, time } from '../../i18n/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { useChangeWord } from './change-word.ts';
import styles from './sync.module.css';

type Icon = typeof Clock;
const icons: readonly (readonly [string, Icon])[] = [
  ['time', Clock],
  ['timer', Clock],
  ['message', MessageSquare],
  ['evidence', Image],
  ['client', Building2],
  ['contact', CircleUser],
  ['import', FileUp],
  ['history', Undo2],
];
/** By the command's noun. */
const iconOf = (command: string): Icon => icons.find(([noun]) => command.startsWith(`${noun}.`))?.[1] ?? Ticket;

/** What waits to go out, in its order. */
export const Waiting = ({ changes }: { readonly changes: readonly WaitingChange[] }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  return (
    <div className={styles['pane']}>
      <h2>
        {t('sync.toSend')} <span>{changes.length === 0 ? null : t('sync.inOrder', { count: changes.length })}</span>
      </h2>
      {changes.length === 0 ? <EmptyState title={t('sync.emptyTitle')} text={t('sync.emptyText')} keys={keysOf('sync.now') ?? ''} /> : null}
      <ul>
        {changes.map((change) => {
          const Icon = iconOf(change.command);
          return (
            <li key={change.group} className={styles['row']} data-testid="waiting-change">
              <Icon size={14} aria-hidden="true" />
              <b>{change.bytes === null ? word(change.command) : `${word(change.command)}, ${bytes(change.bytes)}`}</b>
              {change.ticket === null ? null : (
                <span className={styles['cut']}>
                  {change.ticket.code} {change.ticket.client}
                </span>
              )}
              <time className={styles['when']} dateTime={change.at}>
                {isToday(change.at) ? time(change.at) : dayTime(change.at)}
              </time>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
