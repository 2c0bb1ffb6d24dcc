import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/views.ts';
import { bytes, count as grouped } from '../../i18n/format.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './sync.module.css';

/** How far a long sync has come. */
export const Progress = ({ status: { progress } }: { readonly status: SyncStatus }) => {
  const { t } = useTranslation();
  if (progress === null) return null;
  const total = progress.done + progress.remaining;
  return (
    <div className={styles['progress']}>
      <ProgressBar label={t('sync.progress')} done={progress.done} total={total} />
      <p>{t(progress.stage === 'search' ? 'sync.progressSearch' : 'sync.progressText', { done: grouped(progress.done), total: grouped(total), bytes: bytes(progress.bytes) })}</p>
    </div>
  );
};
