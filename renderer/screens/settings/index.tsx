import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShellInfo } from '#shared/contract/shell.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { dayTime } from '../../i18n/format.ts';
import { forgetBoard } from '../board/board-loader.ts';
import { refreshDesk, useDesk } from '../../stores/desk.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { setPreferences, usePreferences } from '../../stores/preferences.ts';
import { go } from '../../stores/router.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { HostingSection } from './hosting.tsx';
import { Line } from './line.tsx';
import { MyDevices } from './my-devices.tsx';
import { TeamSection } from './team.tsx';
import styles from './settings.module.css';

/** The whole copies that a damaged database can be restored from. */
const Copies = () => {
  const { t } = useTranslation();
  const [newest, setNewest] = useState<string | null | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    shell.call('desk.copies', {}).then((copies) => setNewest(copies[0]?.at ?? null), showError);
  }, []);
  const make = (): void => {
    setBusy(true);
    core
      .call('copy.make', {})
      .then((copy) => {
        setNewest(copy.at);
        showToast({ text: t('settings.copyMade') });
      })
      .catch(showError)
      .finally(() => setBusy(false));
  };
  const last = newest === undefined ? '' : newest === null ? t('settings.copyNone') : t('settings.copyLast', { at: dayTime(newest) });
  return (
    <Line name={t('settings.copies')} note={`${last} ${t('settings.copiesText')}`.trim()}>
      <Button size="small" busy={busy} data-testid="make-copy" onClick={make}>
        {t('settings.copyMake')}
      </Button>
    </Line>
  );
};

const change = (...given: Parameters<typeof setPreferences>): void => void setPreferences(...given).catch(showError);

/** Language, looks, keyboard, data, session. Every change takes effect at once. */
export const SettingsScreen = () => {
  const { t } = useTranslation();
  const { locale, theme, density, singleKeys } = usePreferences();
  const desk = useDesk((state) => state.desk);
  const session = useDesk((state) => state.session);
  const [info, setInfo] = useState<ShellInfo | null>(null);
  useEffect(() => {
    shell.call('shell.info', {}).then(setInfo, showError);
  }, []);
  const leave = (): void => {
    shell
      .call('desk.leave', {})
      .then(() => {
        forgetBoard();
        go({ name: 'board' });
        return refreshDesk();
      })
      .catch(showError);
  };
  return (
    <Screen title={t('settings.title')} testId="settings">
      <div className={styles['page']} tabIndex={0} role="region" aria-label={t('settings.title')}>
        <section>
          <h2>{t('settings.general')}</h2>
          <Line name={t('settings.language')}>
            <Segments label={t('settings.language')} value={locale} onChange={(value) => change({ locale: value })} options={(['es', 'en'] as const).map((value) => ({ value, label: t(`settings.languages.${value}`) }))} />
          </Line>
          <Line name={t('settings.theme')}>
            <Segments label={t('settings.theme')} value={theme} onChange={(value) => change({ theme: value })} options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.themes.${value}`) }))} />
          </Line>
          <Line name={t('settings.density')}>
            <Segments label={t('settings.density')} value={density} onChange={(value) => change({ density: value })} options={(['compact', 'regular', 'comfortable'] as const).map((value) => ({ value, label: t(`settings.densities.${value}`) }))} />
          </Line>
        </section>
        <section>
          <h2>{t('settings.keyboard')}</h2>
          <Line name={t('settings.singleKeys')} note={t('settings.singleKeysText')}>
            <input type="checkbox" role="switch" aria-checked={singleKeys} aria-label={t('settings.singleKeys')} checked={singleKeys} onChange={(event) => change({ singleKeys: event.target.checked })} />
          </Line>
          <CommandButton command="help.keys" size="small">
            {t('settings.showKeys')}
          </CommandButton>
        </section>
        <section>
          <h2>{t('settings.data')}</h2>
          <Line name={t('settings.folder')} note={desk?.folder ?? ''}>
            <Button size="small" onClick={() => void shell.call('desk.showFolder', {}).catch(showError)}>
              {t('settings.showFolder')}
            </Button>
          </Line>
          <Copies />
          <CommandButton command="import.open" size="small">
            {t('settings.importTickets')}
          </CommandButton>
        </section>
        <HostingSection />
        <section>
          <h2>{t('settings.session')}</h2>
          {session?.user == null ? null : <p>{t('settings.signedInAs', { name: session.user.name, email: session.user.email })}</p>}
          <Line name={t('settings.endpoint')}>
            <span data-selectable="">{session?.endpoint ?? '—'}</span>
          </Line>
          <Line name={t('settings.device')}>
            <span data-selectable="">{session?.device ?? '—'}</span>
          </Line>
          <p className={styles['note']}>{t('settings.signOutText')}</p>
          <div className={styles['buttons']}>
            {session?.authorised === true ? (
              <Button size="small" onClick={() => void core.call('session.signOut', {}).catch(showError)}>
                {t('settings.signOut')}
              </Button>
            ) : (
              <Button size="small" onClick={() => openDialog({ kind: 'sign-in' })}>
                {t('settings.signIn')}
              </Button>
            )}
            <Button size="small" kind="ghost" onClick={leave} data-testid="leave-desk">
              {desk?.kind === 'demo' ? t('settings.leaveDemo') : t('settings.leaveTeam')}
            </Button>
          </div>
        </section>
        {session?.authorised === true ? <MyDevices /> : null}
        {session?.authorised === true && session.user?.role === 'admin' ? <TeamSection /> : null}
        <section>
          <h2>{t('settings.about')}</h2>
          {info === null ? null : <p className={styles['note']}>{t('settings.version', { version: info.version, electron: info.electron })}</p>}
        </section>
      </div>
    </Screen>
  );
};
