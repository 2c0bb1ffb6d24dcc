import { CircleCheck, LayoutGrid, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportRunView } from '#shared/contract/import.ts';
import { core } from '../../engine/core.ts';
import { bytes, count as grouped } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { showError } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { backToCheck, startOver } from './flow.ts';
import { ProblemBanner } from './problem-banner.tsx';
import { errorOfRun } from './problem-text.ts';
import type { RunUndo } from './use-run-undo.ts';
import styles from './import.module.css';

const Progress = ({ run }: { readonly run: ImportRunView }) => {
  const { t } = useTranslation();
  const undoing = run.status === 'undoing';
  const title = t(undoing ? 'importing.undoingOf' : 'importing.running', { name: run.name });
  const known = run.total > 0 && run.phase !== 'finishing';
  const amounts = run.phase === 'reading' ? { done: bytes(run.done), total: bytes(run.total) } : { done: grouped(run.done), total: grouped(run.total) };
  return (
    <section className={styles['panel']} aria-label={title} data-testid="import-progress" data-phase={run.phase ?? run.status}>
      <h2>{title}</h2>
      <ProgressBar label={title} done={run.done} total={known ? run.total : null} />
      <p className={styles['amount']}>
        <span>{run.phase === null ? null : t(`importing.phase.${run.phase}`)}</span>
        <span>{known ? t(run.phase === 'reading' ? 'importing.progressBytes' : 'importing.progressTickets', amounts) : null}</span>
      </p>
      <p>{t(undoing ? 'importing.undoingText' : 'importing.runningText')}</p>
      {undoing ? null : (
        <div className={styles['buttons']}>
          <Button size="small" onClick={() => void core.call('import.cancel', { run: run.id }).catch(showError)} data-testid="import-cancel">
            {t('importing.cancel')}
          </Button>
        </div>
      )}
    </section>
  );
};

interface EndProps {
  readonly title: string;
  readonly text: string;
  readonly good?: boolean;
  readonly children?: ReactNode;
}

const End = ({ title, text, good = false, children }: EndProps) => (
  <section className={styles['panel']} aria-label={title} data-testid="import-summary">
    <h2>
      {good ? <CircleCheck size={16} aria-hidden="true" className={styles['ok']} /> : null} {title}
    </h2>
    <p>{text}</p>
    {children}
  </section>
);

/** The run that is shown large: how it goes, then how it ended and what can be done about it. */
export const RunPanel = ({ run, undo }: { readonly run: ImportRunView; readonly undo: RunUndo }) => {
  const { t } = useTranslation();
  const again = (
    <Button kind="ghost" onClick={startOver}>
      {t('importing.importAnother')}
    </Button>
  );
  const toCheck = <Button onClick={backToCheck}>{t('importing.toCheck')}</Button>;
  switch (run.status) {
    case 'running':
    case 'undoing':
      return <Progress run={run} />;
    case 'done': {
      const { counts } = run;
      return (
        <End
          good
          title={t('importing.doneTitle', { count: counts?.tickets ?? 0, n: grouped(counts?.tickets ?? 0) })}
          text={t('importing.doneText', { name: run.name, events: grouped(counts?.events ?? 0), clients: grouped(counts?.clients ?? 0), rejected: grouped(counts?.rejectedLines ?? 0) })}
        >
          {undo.failed?.run === run.id ? <ProblemBanner error={undo.failed.error} /> : null}
          <div className={styles['buttons']}>
            <Button kind="primary" icon={<LayoutGrid size={14} aria-hidden="true" />} onClick={() => go({ name: 'board' })} data-testid="import-done">
              {t('importing.board')}
            </Button>
            {run.undoable ? (
              <Button icon={<Undo2 size={14} aria-hidden="true" />} busy={undo.under === run.id} onClick={() => undo.begin(run.id)} data-testid="import-undo">
                {t('importing.undo')}
              </Button>
            ) : null}
            {again}
          </div>
        </End>
      );
    }
    case 'undone':
      return (
        <End title={t('importing.undoneTitle')} text={t('importing.undoneText')}>
          <div className={styles['buttons']}>{again}</div>
        </End>
      );
    case 'cancelled':
      return (
        <End title={t('importing.cancelledTitle')} text={t('importing.cancelledText')}>
          <div className={styles['buttons']}>
            {toCheck}
            {again}
          </div>
        </End>
      );
    case 'failed':
      return (
        <End title={t('importing.failedTitle')} text={t('importing.failedText')}>
          {run.error === null ? null : <ProblemBanner error={errorOfRun(run.error)} />}
          <div className={styles['buttons']}>
            {toCheck}
            {again}
          </div>
        </End>
      );
  }
};
