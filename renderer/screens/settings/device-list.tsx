import { useTranslation } from 'react-i18next';
import type { DeviceView } from '#shared/sync/people.ts';
import { core } from '../../engine/core.ts';
import { dayTime } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import styles from './people.module.css';

/** Where somebody has signed in, each with the way to take its access. */
export const DeviceList = ({ devices, onRevoked }: { readonly devices: readonly DeviceView[]; readonly onRevoked?: () => void }) => {
  const { t } = useTranslation();
  const revoke = (device: string): void => {
    core
      .call('session.revokeDevice', { device })
      .then(() => {
        showToast({ text: t('people.revoked') });
        onRevoked?.();
      })
      .catch(showError);
  };
  if (devices.length === 0) return <p className={styles['note']}>{t('people.noDevices')}</p>;
  return (
    <ul className={styles['list']}>
      {devices.map((device) => (
        <li key={device.device} className={styles['row']} data-testid="device">
          <div>
            <p>
              {device.name} {device.current ? <Pill tone="accent">{t('people.thisDevice')}</Pill> : null}
            </p>
            <p className={styles['note']}>{device.lastSeenAt === null ? t('people.neverSeen') : t('people.lastSeen', { at: dayTime(device.lastSeenAt) })}</p>
          </div>
          <Button size="small" aria-label={t('people.revokeOf', { name: device.name })} onClick={() => revoke(device.device)}>
            {t('people.revoke')}
          </Button>
        </li>
      ))}
    </ul>
  );
};
