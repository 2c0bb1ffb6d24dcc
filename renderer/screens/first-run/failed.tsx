import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskState } from '#shared/contract/shell.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { shell } from '../../engine/shell.ts';
import { refreshDesk } from '../../stores/desk.ts';
import { showError } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { useErrorText } from '../../ui/states.tsx';
import { Recovery } from './recovery.tsx';
import styles from './first-run.module.css';

interface Said {
  readonly title: string;
  readonly text: string;
  readonly detail: string | null;
}

/** What happened and what to do, in the words of this screen where an error's own are too short. */
const useSaid = (): ((error: AppError | null) => Said) => {
  const { t } = useTranslation();
  const textOf = useErrorText();
  return (error) => {
    if (error === null || error.code === 'core_down') return { title: t('firstRun.downTitle'), text: t('firstRun.downText'), detail: null };
    const { found, known } = error.details;
    if (error.code === 'database_newer') {
      return { title: t('firstRun.newerTitle'), text: t('firstRun.newerText'), detail: t('firstRun.newerSchema', { found: String(found), known: String(known) }) };
    }
    if (error.code === 'database_corrupt') return { title: t('firstRun.corruptTitle'), text: t('firstRun.corruptText'), detail: null };
    if (error.code === 'disk_full') return { title: t('firstRun.fullTitle'), text: t('firstRun.fullText'), detail: null };
    const { what, todo, id } = textOf(error);
    return { title: what, text: todo, detail: id };
  };
};

/** Where another try can end otherwise without anything done in Carril. */
const retryIsFirst = (code: ErrorCode | undefined): boolean => code !== 'database_newer' && code !== 'database_corrupt';

/** The desk cannot be opened: what happened, what to do, and the ways on that lose nothing. */
export const FailedScreen = ({ desk }: { readonly desk: DeskState }) => {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const code = desk.error?.code;
  const { title, text, detail } = useSaid()(desk.error === null ? null : new AppError(desk.error.code, desk.error.details));
  useEffect(() => {
    document.title = `${title} · Carril`;
    return () => {
      document.title = 'Carril';
    };
  }, [title]);
  const act = (work: () => Promise<unknown>): void => {
    setBusy(true);
    work()
      .then(() => refreshDesk())
      .catch(showError)
      .finally(() => setBusy(false));
  };
  const restart = code === 'core_down' || code === undefined ? t('firstRun.restart') : t('firstRun.retryOpen');
  return (
    <main className={styles['page']} data-testid="desk-failed" data-error={code ?? desk.status}>
      <div className={styles['column']}>
        <div className={styles['said']} role="alert">
          <h1 className={styles['headline']}>{title}</h1>
          <p className={styles['lead']}>{text}</p>
          {detail === null ? null : <p data-selectable="">{detail}</p>}
        </div>
        {code === 'database_corrupt' ? <Recovery busy={busy} act={act} /> : null}
        <div className={styles['buttons']}>
          {code === 'database_newer' ? (
            <Button kind="primary" data-testid="quit" onClick={() => act(() => shell.call('app.quit', {}))}>
              {t('firstRun.quit')}
            </Button>
          ) : (
            <Button kind={retryIsFirst(code) ? 'primary' : 'ghost'} busy={busy} data-testid="retry-open" onClick={() => act(() => shell.call('desk.restart', {}))}>
              {restart}
            </Button>
          )}
          <Button kind="ghost" onClick={() => act(() => shell.call('desk.showFolder', {}))}>
            {t('firstRun.showFolder')}
          </Button>
          <Button kind="ghost" onClick={() => act(() => shell.call('desk.leave', {}))}>
            {t('firstRun.leave')}
          </Button>
          {code === 'database_newer' ? null : (
            <Button kind="ghost" data-testid="quit" onClick={() => act(() => shell.call('app.quit', {}))}>
              {t('firstRun.quit')}
            </Button>
          )}
        </div>
        {desk.folder === null ? null : (
          <p className={styles['folder']} data-selectable="">
            {t('firstRun.folder', { path: desk.folder })}
          </p>
        )}
      </div>
    </main>
  );
};
