import { ChartColumn, Table2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { reportLanes } from './sums.ts';
import styles from './reports.module.css';

/** The legend of whatever is told by severity. */
export const Legend = () => (
  <span className={styles['legend']} aria-hidden="true">
    {reportLanes.map((lane) => (
      <SeverityBadge key={lane} lane={lane} />
    ))}
  </span>
);

interface PanelProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly legend?: ReactNode;
  readonly chart: ReactNode;
  /** The same in numbers: every chart has one. */
  readonly table: ReactNode;
  readonly testId: string;
}

/** A chart, or its numbers. */
export const Panel = ({ title, note, legend, chart, table, testId }: PanelProps) => {
  const { t } = useTranslation();
  const [numbers, setNumbers] = useState(false);
  return (
    <section className={styles['panel']} data-testid={testId} aria-label={title}>
      <header className={styles['panelHead']}>
        <h2>{title}</h2>
        {note === undefined ? null : <span className={styles['note']}>{note}</span>}
        <span className={styles['space']} />
        {numbers ? null : legend}
        <IconButton size="small" label={numbers ? t('reports.asChart') : t('reports.asTable')} aria-pressed={numbers} onClick={() => setNumbers(!numbers)}>
          {numbers ? <ChartColumn size={14} aria-hidden="true" /> : <Table2 size={14} aria-hidden="true" />}
        </IconButton>
      </header>
      {numbers ? (
        <div className={styles['numbers']} tabIndex={0} role="region" aria-label={t('reports.numbersOf', { title })}>
          {table}
        </div>
      ) : (
        chart
      )}
    </section>
  );
};
