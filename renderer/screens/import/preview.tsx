import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview, RejectedLine } from '#shared/contract/import.ts';
import { severities, type TicketState } from '#shared/domain/enums.ts';
import { shell } from '../../engine/shell.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import { es } from '../../i18n/es/index.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import styles from './import.module.css';

const shownLines = 100;

const useLineText = (): ((line: RejectedLine) => string) => {
  const { t } = useTranslation();
  const nameOf = (target: string): string => (Object.hasOwn(es.importing.targets, target) ? t(`importing.targets.${target as keyof typeof es.importing.targets}`) : target);
  return ({ problems }) => problems.map((one) => t('importing.lacks', { target: one.column === null ? nameOf(one.target) : `${nameOf(one.target)} (${one.column})`, problem: t(`importing.problem.${one.code}`, { value: one.value }) })).join('; ');
};

/** What the run would do, line by line where it cannot. */
export const Preview = ({ preview: { counts, rejected, sample } }: { readonly preview: ImportPreview }) => {
  const { t } = useTranslation();
  const lineText = useLineText();
  const copy = async (): Promise<void> => {
    await shell.call('clipboard.write', { text: rejected.map((line) => `${line.line}\t${line.key}\t${lineText(line)}`).join('\n') });
    showToast({ text: t('importing.copied') });
  };
  const stateWord = (state: string): string => (Object.hasOwn(es.labels.state, state) ? t(`labels.state.${state as TicketState}`) : state);
  return (
    <section aria-label={t('importing.previewTitle')} data-testid="import-preview">
      <h2 className={styles['heading']}>{t('importing.previewTitle')}</h2>
      <p>{t('importing.counts', { tickets: grouped(counts.tickets), rows: grouped(counts.rows), events: grouped(counts.events), clients: grouped(counts.clients) })}</p>
      <ul className={styles['tallies']}>
        {severities.map((severity) => (
          <li key={severity}>
            <SeverityBadge lane={severity} /> <b>{grouped(counts.bySeverity[severity])}</b>
          </li>
        ))}
        <li>
          {t('importing.none')} <b>{grouped(counts.bySeverity.none)}</b>
        </li>
        {Object.entries(counts.byState).map(([state, n]) => (
          <li key={state}>
            {stateWord(state)} <b>{grouped(n)}</b>
          </li>
        ))}
      </ul>
      {counts.alreadyThere === 0 ? null : <p>{t('importing.alreadyThere', { count: counts.alreadyThere })}</p>}
      {counts.rejectedLines === 0 ? (
        <p className={styles['note']}>{t('importing.rejectedNone')}</p>
      ) : (
        <div data-testid="import-rejected">
          <p className={styles['rejectedTitle']}>
            <b>{t('importing.rejectedTitle', { count: counts.rejectedLines })}</b>
            <Button size="small" kind="ghost" icon={<Copy size={14} aria-hidden="true" />} onClick={() => void copy().catch(showError)}>
              {t('importing.copyRejected')}
            </Button>
          </p>
          <ul className={styles['rejected']}>
            {rejected.slice(0, shownLines).map((line) => (
              <li key={line.line} data-line={line.line}>
                <b>{t('importing.line', { line: line.line })}</b> <span>{line.key}</span> <span>{lineText(line)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <h3 className={styles['heading']}>{t('importing.sample')}</h3>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>{t('importing.key')}</th>
            <th>{t('importing.targets.title')}</th>
            <th>{t('importing.targets.client')}</th>
            <th>{t('importing.targets.severity')}</th>
            <th>{t('importing.targets.state')}</th>
            <th>{t('importing.targets.received_at')}</th>
            <th className={table['right']}>{t('importing.events')}</th>
          </tr>
        </thead>
        <tbody>
          {sample.map((row) => (
            <tr key={row.key}>
              <td>{row.key}</td>
              <td className={styles['samples']}>{row.title}</td>
              <td>{row.client}</td>
              <td>{row.severity ?? '—'}</td>
              <td>{stateWord(row.state)}</td>
              <td>{dayTime(row.receivedAt)}</td>
              <td className={table['right']}>{row.events}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
