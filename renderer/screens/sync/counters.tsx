import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/views.ts';
import { bytes, count as grouped, day, isToday, time } from '../../i18n/format.ts';
import styles from './sync.module.css';

/** How much waits, was refused, is to be uploaded and came today. */
export const Counters = ({ status }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation();
  const since = (at: string): string => (isToday(at) ? t('sync.oldest', { time: time(at) }) : t('sync.oldestOn', { day: day(at) }));
  const upToDate = (at: string): string => (isToday(at) ? t('sync.lastAt', { time: time(at) }) : t('sync.lastOn', { day: day(at) }));
  const tiles = [
    { name: t('sync.toSend'), value: status.waiting, note: status.oldestWaitingAt === null ? t('sync.nothing') : since(status.oldestWaitingAt) },
    { name: t('sync.conflicts'), value: status.conflicts, note: status.conflicts === 0 ? t('sync.conflictsNone') : t('sync.conflictsNote') },
    { name: t('sync.refused'), value: status.refused, note: status.refused === 0 ? t('sync.noneRefused') : t('sync.withReason') },
    { name: t('sync.files'), value: status.blobs.waiting, note: status.blobs.waiting === 0 ? t('sync.nothing') : t('sync.fileBytes', { sent: bytes(status.blobs.sent), total: bytes(status.blobs.bytes) }) },
    { name: t('sync.received'), value: status.receivedToday, note: status.lastSyncAt === null ? t('sync.never') : upToDate(status.lastSyncAt) },
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
