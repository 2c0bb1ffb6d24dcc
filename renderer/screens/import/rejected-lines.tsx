import { Copy, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RejectedLine } from '#shared/contract/import.ts';
import { shell } from '../../engine/shell.ts';
import { es } from '../../i18n/es/index.ts';
import { count as grouped } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import table from '../../ui/table.module.css';
import styles from './preview.module.css';

/** More are copied than are shown: nobody reads so many here. */
const shownLines = 100;
const namedValues = 6;

/** What the line lacks, field by field. */
const useLineText = (): ((line: RejectedLine) => string) => {
  const { t } = useTranslation();
  const nameOf = (target: string): string => {
    if (target === 'ticketKey' || target === 'orderBy') return t(`importing.${target}`);
    return Object.hasOwn(es.importing.targets, target) ? t(`importing.targets.${target as keyof typeof es.importing.targets}`) : target;
  };
  return ({ problems }) =>
    problems
      .map((one) => {
        const target = one.column === null ? nameOf(one.target) : t('importing.withColumn', { target: nameOf(one.target), column: one.column });
        // A line with too few cells has no field to name.
        const of = one.code === 'columns' ? t('importing.line') : target;
        return t('importing.problemOf', { target: of, problem: t(`importing.problem.${one.code}`, { value: one.value }) });
      })
      .join('; ');
};

interface RejectedLinesProps {
  readonly lines: readonly RejectedLine[];
  /** How many there are, shown and kept or not. */
  readonly count: number;
  readonly busy: boolean;
  readonly onColumns: () => void;
  readonly onCheckAgain: () => void;
}

/** The lines that stay out, by their number in the file, and the ways to bring them in. */
export const RejectedLines = ({ lines, count, busy, onColumns, onCheckAgain }: RejectedLinesProps) => {
  const { t } = useTranslation();
  const lineText = useLineText();
  const title = t('importing.rejectedTitle', { count, n: grouped(count) });
  const unknown = [...new Set(lines.flatMap((line) => line.problems.filter((one) => one.code === 'not_a_choice').map((one) => one.value)))];
  const copy = async (): Promise<void> => {
    const rows = [[t('importing.line'), t('importing.sampleColumns.key'), t('importing.lacks')], ...lines.map((line) => [String(line.line), line.key, lineText(line)])];
    await shell.call('clipboard.write', { text: rows.map((row) => row.join('\t')).join('\n') });
    showToast({ text: t('importing.copied') });
  };
  return (
    <section aria-label={title} className={styles['rejected']} data-testid="import-rejected">
      <header className={styles['rejectedHead']}>
        <h3>{title}</h3>
        <Button size="small" kind="ghost" icon={<Copy size={14} aria-hidden="true" />} onClick={() => void copy().catch(showError)} data-testid="import-copy">
          {t('importing.copyRejected')}
        </Button>
        <Button size="small" kind="ghost" icon={<RefreshCw size={14} aria-hidden="true" />} busy={busy} onClick={onCheckAgain}>
          {t('importing.checkAgain')}
        </Button>
      </header>
      <p className={styles['note']}>{t('importing.rejectedText')}</p>
      {unknown.length === 0 ? null : (
        <p className={styles['unknown']}>
          <span>
            {t('importing.unknownValues', {
              count: unknown.length,
              n: grouped(unknown.length),
              values: unknown.slice(0, namedValues).map((value) => t('importing.quoted', { value })).join(', ') + (unknown.length > namedValues ? '…' : ''),
            })}
          </span>
          <Button size="small" onClick={onColumns} data-testid="import-complete">
            {t('importing.completeValues')}
          </Button>
        </p>
      )}
      <div className={styles['lines']} tabIndex={0} role="region" aria-label={t('importing.lacks')}>
        <table className={classes(table['table'], styles['lineTable'])}>
          <thead>
            <tr>
              <th scope="col">{t('importing.line')}</th>
              <th scope="col">{t('importing.sampleColumns.key')}</th>
              <th scope="col">{t('importing.lacks')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shownLines).map((line) => (
              <tr key={line.line} data-line={line.line}>
                <td>{grouped(line.line)}</td>
                <td title={line.key}>{line.key === '' ? '—' : line.key}</td>
                <td>{lineText(line)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > shownLines ? <p className={styles['note']}>{t('importing.rejectedShown', { shown: grouped(Math.min(shownLines, lines.length)), n: grouped(count) })}</p> : null}
    </section>
  );
};
