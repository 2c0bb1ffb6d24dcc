import { Check, CloudOff, RefreshCw, Square, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/views.ts';
import { isErrorCode, type ErrorCode } from '#shared/errors.ts';
import { CommandButton } from '../commands/command-button.tsx';
import { keysOf, runCommand } from '../commands/registry.ts';
import { useQuery } from '../engine/use-query.ts';
import { ago, bytes, clock, count as grouped, time } from '../i18n/format.ts';
import { go } from '../stores/router.ts';
import { Keys } from '../ui/kbd.tsx';
import styles from './status-bar.module.css';

const useSeconds = (on: boolean): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [on]);
  return now;
};

const Timer = () => {
  const { t } = useTranslation();
  const { data: running } = useQuery('timer.get', {}, ['timer']);
  const now = useSeconds(running != null);
  const ticket = running?.ticket ?? null;
  if (running == null) {
    return (
      <p className={styles['idle']}>
        {t('frame.noTimer')}
        <Keys keys={keysOf('timer.toggle') ?? ''} />
      </p>
    );
  }
  return (
    <>
      <span className={styles['dot']} aria-hidden="true" />
      <span className={styles['clock']} role="timer" data-testid="timer-clock">
        {clock(Math.max(0, now - Date.parse(running.start)) / 1000)}
      </span>
      {ticket === null ? (
        <span className={styles['cut']}>{running.task}</span>
      ) : (
        <button type="button" className={styles['ticket']} onClick={() => go({ name: 'ticket', id: ticket.id })}>
          <span className={styles['code']}>{ticket.code}</span>
          <span className={styles['cut']}>{ticket.title}</span>
        </button>
      )}
      <CommandButton command="timer.stopAndNote" size="small" icon={<Square size={12} aria-hidden="true" />}>
        {t('frame.stop')}
      </CommandButton>
    </>
  );
};

/** What stops the sync although there is a connection: the bar names it instead. */
const notOffline: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['endpoint_garbled', 'endpoint_refused', 'endpoint_busy', 'disk_full', 'database_corrupt']);

const useSyncText = (): ((status: SyncStatus) => string) => {
  const { t } = useTranslation();
  return (status) => {
    const parts: string[] = [];
    const { progress } = status;
    if (progress !== null) {
      const words = { done: grouped(progress.done), total: grouped(progress.done + progress.remaining), bytes: bytes(progress.bytes) };
      parts.push(status.lastSyncAt === null ? t('frame.syncState.first', words) : t('frame.syncState.receiving', words));
    } else if (status.state === 'offline' && isErrorCode(status.lastError?.code) && notOffline.has(status.lastError.code)) parts.push(t(`errors.${status.lastError.code}.what`));
    else if (status.state === 'offline') parts.push(`${t('frame.syncState.offline')} ${status.offlineSince === null ? '' : t('frame.syncState.since', { time: time(status.offlineSince) })}`.trim());
    else if (status.state === 'signed_out') parts.push(t('frame.syncState.signedOut'));
    else if (status.state === 'paused') parts.push(t('frame.syncState.paused'));
    else if (status.state === 'too_old') parts.push(t('frame.syncState.tooOld'));
    else if (status.state === 'syncing' && status.waiting > 0) parts.push(t('frame.syncState.sending', { count: status.waiting }));
    else parts.push(status.lastSyncAt === null ? t('frame.syncState.never') : t('frame.syncState.idle', { ago: ago(status.lastSyncAt) }));
    if (status.waiting > 0 && status.state !== 'syncing') parts.push(t('frame.syncState.waiting', { count: status.waiting }));
    if (status.conflicts > 0) parts.push(t('frame.syncState.conflicts', { count: status.conflicts }));
    if (status.refused > 0) parts.push(t('frame.syncState.refused', { count: status.refused }));
    if (Math.abs(status.skewSec) > 60) parts.push(t('frame.syncState.skew', { time: clock(Math.abs(status.skewSec)) }));
    return parts.join(' · ');
  };
};

const Sync = () => {
  const { t } = useTranslation();
  const { data: status } = useQuery('sync.status', {}, ['sync']);
  const textOf = useSyncText();
  useSeconds(true);
  if (status === undefined) return null;
  const away = status.state === 'offline' || status.state === 'signed_out' || status.state === 'too_old' || status.state === 'paused';
  const toDecide = status.refused + status.conflicts > 0;
  const Icon = toDecide ? TriangleAlert : away ? CloudOff : status.state === 'syncing' || status.progress !== null ? RefreshCw : Check;
  return (
    <button type="button" className={styles['sync']} data-testid="sync-status" data-state={status.state} data-waiting={status.waiting} onClick={() => runCommand('go.sync')} title={t('frame.syncState.label')}>
      <Icon size={14} aria-hidden="true" className={away || toDecide ? styles['warn'] : styles['ok']} />
      <span className={styles['cut']}>{textOf(status)}</span>
      <Keys keys={keysOf('go.sync') ?? ''} />
    </button>
  );
};

/** The bar that is always there: what runs, and whether everything is where it belongs. */
export const StatusBar = () => {
  const { t } = useTranslation();
  return (
    <footer className={styles['bar']}>
      <section className={styles['timer']} aria-label={t('frame.timer')} data-testid="timer-bar">
        <Timer />
      </section>
      <Sync />
    </footer>
  );
};
