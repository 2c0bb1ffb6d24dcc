import { useTranslation } from 'react-i18next';
import type { ImportRunView } from '#shared/contract/import.ts';
import { isErrorCode } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { dayTime } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './import.module.css';

const Running = ({ run }: { readonly run: ImportRunView }) => {
  const { t } = useTranslation();
  return (
    <div className={styles['busy']} role="status" data-testid="import-progress">
      <p>
        {t('importing.running', { name: run.name })} {run.phase === null ? null : t(`importing.phase.${run.phase}`)}
      </p>
      <ProgressBar label={t('importing.running', { name: run.name })} done={run.done} total={run.total} />
      <Button size="small" onClick={() => void core.call('import.cancel', { run: run.id }).catch(showError)}>
        {t('importing.cancel')}
      </Button>
    </div>
  );
};

/** What was imported before, and what is being imported now; a run can be undone as a whole. */
export const Runs = () => {
  const { t } = useTranslation();
  const { data: runs } = useQuery('import.runs', {}, ['import']);
  const undo = (run: string): void =>
    void core
      .call('import.undo', { run })
      .then(() => showToast({ text: t('importing.undone') }))
      .catch(showError);
  if (runs === undefined) return null;
  return (
    <section aria-label={t('importing.runs')} className={styles['runs']}>
      <h2 className={styles['heading']}>{t('importing.runs')}</h2>
      {runs.length === 0 ? <p className={styles['note']}>{t('importing.noRuns')}</p> : null}
      {runs.filter((run) => run.status === 'running').map((run) => <Running key={run.id} run={run} />)}
      <ul>
        {runs.map((run) => (
          <li key={run.id} className={styles['run']} data-testid="import-run-row" data-status={run.status}>
            <b>{run.name}</b>
            <span>{dayTime(run.at)}</span>
            <span>
              {t(`importing.status.${run.status}`)} {run.error === null || !isErrorCode(run.error.code) ? null : `(${t(`errors.${run.error.code}.what`)}. ${t(`errors.${run.error.code}.todo`)})`}
            </span>
            <span>{run.counts === null ? null : t('importing.ticketsOf', { count: run.counts.tickets })}</span>
            <span className={styles['space']} />
            {run.status === 'done' ? (
              <Button size="small" kind="ghost" onClick={() => go({ name: 'board' })} data-testid="import-done">
                {t('importing.board')}
              </Button>
            ) : null}
            {run.undoable ? (
              <Button size="small" onClick={() => undo(run.id)} data-testid="import-undo">
                {t('importing.undo')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
};
