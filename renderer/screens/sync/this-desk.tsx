import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '#shared/contract/views.ts';
import { clock, dayTime, timeSeconds } from '../../i18n/format.ts';
import { es } from '../../i18n/es/index.ts';
import { useDesk } from '../../stores/desk.ts';
import styles from './sync.module.css';

/** How this desk and its endpoint get on. */
export const ThisDesk = ({ status }: { readonly status: SyncStatus }) => {
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
