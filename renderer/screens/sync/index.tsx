import { Building2, CircleUser, Clock, CloudOff, Copy, FileUp, Image, MessageSquare, RefreshCw, Ticket, TriangleAlert, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RefusedChange, SyncStatus, WaitingChange } from '#shared/contract/views.ts';
import { refusalCodes } from '#shared/sync/protocol.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { useQuery } from '../../engine/use-query.ts';
import { ago, bytes, clock, count as grouped, dayTime, time, timeSeconds } from '../../i18n/format.ts';
import { es } from '../../i18n/es/index.ts';
import { useDesk } from '../../stores/desk.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState } from '../../ui/states.tsx';
import styles from './sync.module.css';

const sameDay = (instant: string): boolean => new Date(instant).toDateString() === new Date().toDateString();

const useChangeWord = (): ((command: string) => string) => {
  const { t } = useTranslation();
  return (command) => (Object.hasOwn(es.labels.change, command) ? t(`labels.change.${command as keyof typeof es.labels.change}`) : command);
};

/** Beside the title: why nothing goes out, where that is so. */
const State = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation();
  if (status.state === 'idle' || status.state === 'syncing') return null;
  const word = { offline: t('frame.syncState.offline'), signed_out: t('frame.syncState.signedOut'), paused: t('frame.syncState.paused'), too_old: t('frame.syncState.tooOld') }[status.state];
  return (
    <span className={styles['state']} data-state={status.state}>
      <CloudOff size={14} aria-hidden="true" />
      <b>{word}</b>
      {status.state === 'offline' && status.offlineSince !== null ? t('frame.syncState.since', { time: time(status.offlineSince) }) : null}
    </span>
  );
};

const Counters = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation();
  const tiles = [
    { name: t('sync.toSend'), value: status.waiting, note: status.oldestWaitingAt === null ? t('sync.nothing') : t('sync.oldest', { ago: ago(status.oldestWaitingAt) }) },
    { name: t('sync.refused'), value: status.refused, note: status.refused === 0 ? t('sync.noneRefused') : t('sync.withReason') },
    { name: t('sync.files'), value: status.blobs.waiting, note: status.blobs.waiting === 0 ? t('sync.nothing') : t('sync.fileBytes', { sent: bytes(status.blobs.sent), total: bytes(status.blobs.bytes) }) },
    { name: t('sync.received'), value: status.receivedToday, note: status.lastSyncAt === null ? t('sync.never') : t('sync.lastAt', { time: timeSeconds(status.lastSyncAt) }) },
  ];
  return (
    <dl className={styles['counters']}>
      {tiles.map((tile) => (
        <div key={tile.name}>
          <dt>{tile.name}</dt>
          <dd>
            <b>{grouped(tile.value)}</b> <span>{tile.note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
};

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

const Waiting = ({ changes }: { readonly changes: readonly WaitingChange[] }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  return (
    <section aria-label={t('sync.toSend')} className={styles['pane']}>
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
                {sameDay(change.at) ? time(change.at) : dayTime(change.at)}
              </time>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

const isReason = (code: string): code is keyof typeof es.sync.reason => (refusalCodes as readonly string[]).includes(code);

/** What the person wrote, whatever the command was: the longest texts of the refused op. */
const textOf = (change: RefusedChange): string => ['title', 'body', 'note', 'impact', 'description', 'objective'].map((field) => change.fields[field]).filter((value): value is string => typeof value === 'string' && value !== '').join(' · ');

const Refused = ({ changes }: { readonly changes: readonly RefusedChange[] }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const act = (work: Promise<unknown>, text: string): void => void work.then(() => showToast({ text })).catch(showError);
  return (
    <section aria-label={t('sync.refused')} className={styles['pane']}>
      <h2>
        {t('sync.refused')} <span>{changes.length === 0 ? null : grouped(changes.length)}</span>
      </h2>
      <p className={styles['hint']}>{changes.length === 0 ? t('sync.refusedEmpty') : t('sync.refusedText')}</p>
      <ul>
        {changes.map((change) => (
          <li key={change.group} className={styles['refused']} data-testid="refused-change">
            <p className={styles['row']}>
              <b>{word(change.command)}</b>
              <span>{change.ticket?.code}</span>
              <span className={styles['cut']}>{change.ticket?.title}</span>
              <span className={styles['when']}>{dayTime(change.at)}</span>
            </p>
            <div className={styles['why']}>
              <p>
                <b>{isReason(change.code) ? t(`sync.reason.${change.code}`) : change.code}</b>
              </p>
              <p data-selectable="">{textOf(change)}</p>
            </div>
            <p className={styles['buttons']}>
              <Button size="small" onClick={() => act(core.call('sync.retry', { group: change.group }), t('sync.retried'))}>
                {t('sync.retry')}
              </Button>
              <Button size="small" kind="ghost" onClick={() => act(core.call('sync.discard', { group: change.group }), t('sync.discarded'))}>
                {t('sync.discard')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};

const ThisDesk = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation();
  const session = useDesk((state) => state.session);
  const lines: readonly (readonly [string, string])[] = [
    [t('sync.lastSync'), status.lastSyncAt === null ? t('sync.never') : dayTime(status.lastSyncAt)],
    ...(status.nextTryAt === null ? [] : ([[t('sync.nextTry'), `${timeSeconds(status.nextTryAt)}, ${t('sync.whenBack')}`]] as const)),
    [t('sync.endpoint'), session?.endpoint ?? '—'],
    [t('sync.device'), session?.device ?? '—'],
    ...(Math.abs(status.skewSec) > 60 ? ([[t('sync.skew'), clock(Math.abs(status.skewSec))]] as const) : []),
    ...(status.lastError === null ? [] : ([[t('sync.lastError'), Object.hasOwn(es.errors, status.lastError.code) ? t(`errors.${status.lastError.code as 'internal'}.what`) : status.lastError.code]] as const)),
  ];
  return (
    <section aria-label={t('sync.thisDesk')} className={styles['pane']}>
      <h2>{t('sync.thisDesk')}</h2>
      <dl className={styles['facts']}>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-selectable="">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** What waits, what was refused and why, and how this desk and its endpoint get on. */
export const SyncScreen = () => {
  const { t } = useTranslation();
  const { data: status } = useQuery('sync.status', {}, ['sync']);
  const { data: waiting } = useQuery('sync.waiting', { limit: 200 }, ['sync']);
  const { data: refused } = useQuery('sync.refused', {}, ['sync']);
  const device = useDesk((state) => state.session?.device);
  const copy = async (): Promise<void> => {
    const { version, electron, platform } = await shell.call('shell.info', {});
    await shell.call('clipboard.write', { text: JSON.stringify({ version, electron, platform, device, status }, null, 2) });
    showToast({ text: t('sync.copied') });
  };
  if (status === undefined) return <Screen title={t('sync.title')} testId="sync">{null}</Screen>;
  return (
    <Screen
      title={t('sync.title')}
      testId="sync"
      lead={<State status={status} />}
      actions={
        <>
          <Button size="small" kind="ghost" icon={<Copy size={14} aria-hidden="true" />} onClick={() => void copy().catch(showError)}>
            {t('sync.copy')}
          </Button>
          <CommandButton command="sync.now" size="small" icon={<RefreshCw size={14} aria-hidden="true" />} />
        </>
      }
    >
      <Counters status={status} />
      {Math.abs(status.skewSec) <= 60 ? null : (
        <p className={styles['warning']} role="status" data-testid="skew">
          <TriangleAlert size={14} aria-hidden="true" />
          {t('sync.skewText', { time: clock(Math.abs(status.skewSec)) })}
        </p>
      )}
      {status.progress === null ? null : (
        <div className={styles['progress']}>
          <ProgressBar label={t('sync.progress')} done={status.progress.done} total={status.progress.done + status.progress.remaining} />
          <p>{t('sync.progressText', { done: grouped(status.progress.done), total: grouped(status.progress.done + status.progress.remaining), bytes: bytes(status.progress.bytes) })}</p>
        </div>
      )}
      <div className={styles['columns']}>
        <div className={styles['column']} tabIndex={0} role="region" aria-label={t('sync.toSend')}>
          <Waiting changes={waiting ?? []} />
        </div>
        <div className={styles['column']} tabIndex={0} role="region" aria-label={t('sync.refused')}>
          <Refused changes={refused ?? []} />
          <ThisDesk status={status} />
        </div>
      </div>
    </Screen>
  );
};
