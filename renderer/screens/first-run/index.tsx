import { FlaskConical, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { asAppError } from '../../engine/use-query.ts';
import { refreshDesk } from '../../stores/desk.ts';
import { enter } from '../../stores/entry.ts';
import { setPreferences, usePreferences } from '../../stores/preferences.ts';
import { go } from '../../stores/router.ts';
import { showError } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBanner } from '../../ui/states.tsx';
import { Segments } from '../../ui/segments.tsx';
import { JoinForms } from './join-forms.tsx';
import styles from './first-run.module.css';

const begin = (): void => go({ name: 'board' });

/** The first thing that a person sees: language, theme, and two ways in. */
export const FirstRunScreen = () => {
  const { t } = useTranslation();
  const { locale, theme } = usePreferences();
  const [joining, setJoining] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const openDemo = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await enter(async () => {
        const access = await shell.call('desk.openDemo', {});
        await core.call('session.signIn', { ...access, demo: true });
        begin();
        await refreshDesk();
      });
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={styles['page']} data-joining={joining || undefined} data-testid="first-run">
      <div className={styles['column']}>
        <h1 className={styles['headline']}>{t('firstRun.headline')}</h1>
        <p className={styles['lead']}>{t('firstRun.lead')}</p>
        {error === null ? null : <ErrorBanner error={error} />}
        <div className={styles['ways']}>
          <section className={styles['way']}>
            <h2>
              <FlaskConical size={16} aria-hidden="true" />
              {t('firstRun.demo')}
            </h2>
            <p>{t('firstRun.demoText')}</p>
            <Button kind={joining ? 'plain' : 'primary'} busy={busy} onClick={() => void openDemo()} data-testid="open-demo">
              {busy ? t('firstRun.opening') : t('firstRun.demo')}
            </Button>
          </section>
          <section className={styles['way']}>
            <h2>
              <Users size={16} aria-hidden="true" />
              {t('firstRun.join')}
            </h2>
            <p>{t('firstRun.joinText')}</p>
            {joining ? (
              <JoinForms onDone={begin} />
            ) : (
              <Button disabled={busy} onClick={() => setJoining(true)} data-testid="join-team">
                {t('firstRun.join')}
              </Button>
            )}
          </section>
        </div>
        <div className={styles['choices']}>
          <Segments label={t('firstRun.language')} value={locale} onChange={(value) => void setPreferences({ locale: value }).catch(showError)} options={[{ value: 'es', label: t('firstRun.languages.es') }, { value: 'en', label: t('firstRun.languages.en') }]} />
          <Segments label={t('firstRun.theme')} value={theme} onChange={(value) => void setPreferences({ theme: value }).catch(showError)} options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`firstRun.themes.${value}`) }))} />
        </div>
      </div>
    </main>
  );
};
