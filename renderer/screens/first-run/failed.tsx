import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskState } from '#shared/contract/shell.ts';
import { AppError } from '#shared/errors.ts';
import { shell } from '../../engine/shell.ts';
import { refreshDesk } from '../../stores/desk.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { useErrorText } from '../../ui/states.tsx';
import styles from './first-run.module.css';

/** The desk cannot be opened: what happened, what to do, and the ways on that lose nothing. */
export const FailedScreen = ({ desk }: { readonly desk: DeskState }) => {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const error = desk.error === null ? null : new AppError(desk.error.code, desk.error.details);
  const text = useErrorText();
  const said = error === null ? null : text(error);
  const act = (work: () => Promise<unknown>) => (): void => {
    setBusy(true);
    work()
      .then(() => refreshDesk())
      .catch(showError)
      .finally(() => setBusy(false));
  };
  const mayBeSetAside = error !== null && (error.code === 'database_corrupt' || error.code === 'database_newer');
  return (
    <main className={styles['page']} data-testid="desk-failed" data-error={error?.code ?? desk.status}>
      <div className={styles['column']} role="alert">
        <h1 className={styles['headline']}>{said === null ? t('firstRun.downTitle') : t('firstRun.failed')}</h1>
        <p className={styles['lead']}>{said === null ? t('firstRun.downText') : `${said.what}. ${said.todo}`}</p>
        {said?.id == null ? null : <p data-selectable="">{said.id}</p>}
        {desk.folder === null ? null : <p className={styles['folder']} data-selectable="">{t('firstRun.folder', { path: desk.folder })}</p>}
        <div className={styles['buttons']}>
          <Button kind="primary" busy={busy} onClick={act(() => shell.call('desk.restart', {}))}>
            {t('firstRun.restart')}
          </Button>
          {mayBeSetAside ? (
            <Button
              disabled={busy}
              data-testid="set-aside"
              onClick={act(async () => {
                const { keptAt } = await shell.call('desk.setAside', {});
                showToast({ text: t('firstRun.keptAt', { path: keptAt }) });
              })}
            >
              {t('firstRun.setAside')}
            </Button>
          ) : null}
          <Button kind="ghost" onClick={act(() => shell.call('desk.showFolder', {}))}>
            {t('firstRun.showFolder')}
          </Button>
          <Button kind="ghost" onClick={act(() => shell.call('desk.leave', {}))}>
            {t('firstRun.leave')}
          </Button>
        </div>
        {mayBeSetAside ? <p className={styles['folder']}>{t('firstRun.setAsideWarning')}</p> : null}
      </div>
    </main>
  );
};
