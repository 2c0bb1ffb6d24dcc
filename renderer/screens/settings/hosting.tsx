import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostingState } from '#shared/contract/shell.ts';
import { shell } from '../../engine/shell.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Line } from './line.tsx';
import styles from './settings.module.css';

/** Its own process tells nobody of its changes, so it is asked while the screen is open. */
const askEveryMs = 3000;

/** It reaches nobody but this computer. */
const isOwn = (address: string): boolean => new URL(address).hostname === '127.0.0.1';

/** The team's endpoint on this computer: on, off, where the others reach it, and a backup. */
export const HostingSection = () => {
  const { t } = useTranslation();
  const [state, setState] = useState<HostingState | null>(null);
  const [busy, setBusy] = useState<'turn' | 'backup' | null>(null);
  useEffect(() => {
    const ask = (): void => void shell.call('hosting.state', {}).then(setState, showError);
    ask();
    const timer = setInterval(ask, askEveryMs);
    return () => clearInterval(timer);
  }, []);
  const turn = (name: 'hosting.start' | 'hosting.stop'): void => {
    setBusy('turn');
    shell
      .call(name, {})
      .then(setState)
      .catch(showError)
      .finally(() => setBusy(null));
  };
  const backup = (): void => {
    setBusy('backup');
    shell
      .call('hosting.backup', {})
      .then(({ folder, files, missing }) => {
        if (folder === null) return;
        showToast({ text: missing > 0 ? t('settings.hostBackupMissing', { count: missing }) : t('settings.hostBackupMade', { count: files }) });
      })
      .catch(showError)
      .finally(() => setBusy(null));
  };
  if (state === null) return null;
  const on = state.status !== 'off';
  return (
    <section data-testid="hosting" data-state={state.status}>
      <h2>{t('settings.hosting')}</h2>
      <Line name={t('settings.hostHere')} note={`${t(`settings.hostStates.${state.status}`)}. ${t('settings.hostText')}`}>
        <Button size="small" busy={busy === 'turn'} data-testid="host-turn" onClick={() => turn(on ? 'hosting.stop' : 'hosting.start')}>
          {on ? t('settings.hostStop') : t('settings.hostStart')}
        </Button>
      </Line>
      {state.addresses.length === 0 ? null : (
        <Line name={t('settings.hostAddresses')}>
          {state.addresses.map((address) => (
            <p key={address}>
              <span data-selectable="" data-testid="host-address">{address}</span>
              {isOwn(address) ? <span className={styles['only']}> {t('settings.hostOwnAddress')}</span> : null}
            </p>
          ))}
        </Line>
      )}
      {state.code === null ? null : (
        <Line name={t('settings.hostCode')} note={t('settings.hostCodeText')}>
          <span data-selectable="" data-testid="host-code">
            {state.code}
          </span>
        </Line>
      )}
      {on ? (
        <Line name={t('settings.hostBackup')} note={t('settings.hostBackupText')}>
          <Button size="small" busy={busy === 'backup'} data-testid="host-backup" onClick={backup}>
            {t('settings.hostBackupMake')}
          </Button>
        </Line>
      ) : null}
    </section>
  );
};
