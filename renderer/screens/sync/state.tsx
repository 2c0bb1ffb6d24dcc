import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/views.ts';
import { time } from '../../i18n/format.ts';
import styles from './sync.module.css';

/** Beside the title: why nothing goes out, where that is so. */
export const State = ({ status }: { readonly status: SyncStatus }) => {
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
