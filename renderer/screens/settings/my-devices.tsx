import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBanner } from '../../ui/states.tsx';
import { DeviceList } from './device-list.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import styles from './people.module.css';

/** *Mis dispositivos*: where this person has signed in, and the password with which he does. */
export const MyDevices = () => {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery('session.devices', {}, ['people', 'session'], { keep: true });
  const [changing, setChanging] = useState(false);
  return (
    <section data-testid="my-devices" aria-busy={data === undefined && error === null}>
      <h2>{t('people.myDevices')}</h2>
      <p className={styles['note']}>{t('people.myDevicesText')}</p>
      {error === null ? null : <ErrorBanner error={error} action={<Button size="small" onClick={refetch}>{t('common.retry')}</Button>} />}
      {data === undefined ? null : <DeviceList devices={data} />}
      <Button size="small" onClick={() => setChanging(true)} data-testid="change-password">
        {t('people.changePassword')}
      </Button>
      {changing ? <PasswordDialog onClose={() => setChanging(false)} /> : null}
    </section>
  );
};
