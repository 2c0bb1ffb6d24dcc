import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportRunView } from '#shared/contract/import.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import { ProblemBanner } from './problem-banner.tsx';
import { errorOfRun } from './problem-text.ts';
import type { RunUndo } from './use-run-undo.ts';
import styles from './import.module.css';

const tones = { running: 'accent', done: 'ok', failed: 'danger', cancelled: 'plain', undoing: 'accent', undone: 'plain' } as const;

interface RunsProps {
  readonly runs: readonly ImportRunView[];
  /** The one that is shown large above has its buttons there. */
  readonly shown: string | null;
  readonly undo: RunUndo;
}

/** What was imported before; a run can be undone as a whole. */
export const Runs = ({ runs, shown, undo }: RunsProps) => {
  const { t } = useTranslation();
  return (
    <section aria-label={t('importing.runs')} className={styles['runs']}>
      <h2>{t('importing.runs')}</h2>
      {runs.length === 0 ? <p className={styles['note']}>{t('importing.noRuns')}</p> : null}
      <ul>
        {runs.map((run) => (
          <li key={run.id} data-testid="import-run-row" data-status={run.status}>
            <div className={styles['run']}>
              <b title={run.name}>{run.name}</b>
              <Pill tone={tones[run.status]}>{t(`importing.status.${run.status}`)}</Pill>
              <span>{run.counts === null ? null : t('importing.ticketsOf', { count: run.counts.tickets, n: grouped(run.counts.tickets) })}</span>
              <span className={styles['when']}>{dayTime(run.at)}</span>
              {run.id !== shown && run.status === 'done' ? (
                <Button size="small" kind="ghost" onClick={() => go({ name: 'board' })} data-testid="import-done">
                  {t('importing.board')}
                </Button>
              ) : null}
              {run.id !== shown && run.undoable ? (
                <Button size="small" icon={<Undo2 size={14} aria-hidden="true" />} aria-label={t('importing.undoOf', { name: run.name })} busy={undo.under === run.id} onClick={() => undo.begin(run.id)} data-testid="import-undo">
                  {t('importing.undo')}
                </Button>
              ) : null}
            </div>
            {run.id !== shown && run.status === 'failed' && run.error !== null ? <ProblemBanner error={errorOfRun(run.error)} /> : null}
            {run.id !== shown && undo.failed?.run === run.id ? <ProblemBanner error={undo.failed.error} /> : null}
          </li>
        ))}
      </ul>
    </section>
  );
};
