import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '#shared/contract/import.ts';
import { severities, ticketStates, type TicketState } from '#shared/domain/enums.ts';
import { count as grouped } from '../../i18n/format.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import { RejectedLines } from './rejected-lines.tsx';
import { SampleTable } from './sample-table.tsx';
import styles from './preview.module.css';

interface TallyProps {
  readonly label: string;
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly n: number }[];
}

/** How many of each, with a bar against the most. */
const Tally = ({ label, rows }: TallyProps) => {
  const most = Math.max(1, ...rows.map((row) => row.n));
  return (
    <section aria-label={label} className={styles['tally']}>
      <h3>{label}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.key} data-tally={row.key}>
            <span className={styles['name']}>{row.name}</span>
            <span className={styles['bar']} aria-hidden="true">
              <span style={{ width: `${Math.round((row.n / most) * 100)}%` }} />
            </span>
            <b>{grouped(row.n)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
};

interface PreviewProps {
  readonly preview: ImportPreview;
  readonly busy: boolean;
  readonly onColumns: () => void;
  readonly onCheckAgain: () => void;
}

/** What the run would do, line by line where it cannot. */
export const Preview = ({ preview: { counts, rejected, sample }, busy, onColumns, onCheckAgain }: PreviewProps) => {
  const { t } = useTranslation();
  const isState = (state: string): state is TicketState => (ticketStates as readonly string[]).includes(state);
  const stateWord = (state: string): string => (isState(state) ? t(`labels.state.${state}`) : state);
  const tiles = [
    { key: 'tickets', value: counts.tickets, note: t('importing.ofRows', { n: grouped(counts.rows) }) },
    { key: 'rejected', value: counts.rejectedLines, note: t(counts.rejectedLines === 0 ? 'importing.noneRejected' : 'importing.listedBelow') },
    { key: 'events', value: counts.events, note: t('importing.eventsNote') },
    { key: 'clients', value: counts.clients, note: t('importing.clientsNote') },
  ] as const;
  const bySeverity = [
    ...severities.map((severity) => ({ key: severity as string, name: <SeverityBadge lane={severity} />, n: counts.bySeverity[severity] })),
    { key: 'none', name: <SeverityBadge lane="untriaged" />, n: counts.bySeverity.none },
  ];
  const byState = ticketStates.flatMap((state) => (counts.byState[state] === undefined ? [] : [{ key: state as string, name: stateWord(state), n: counts.byState[state] }]));
  return (
    <section aria-label={t('importing.previewTitle')} className={styles['preview']} data-testid="import-preview">
      <h2 className={styles['heading']}>{t('importing.previewTitle')}</h2>
      <dl className={styles['tiles']}>
        {tiles.map((tile) => (
          <div key={tile.key} data-tile={tile.key} data-bad={(tile.key === 'rejected' && tile.value > 0) || undefined}>
            <dt>{t(`importing.tiles.${tile.key}`)}</dt>
            <dd>
              <b>{grouped(tile.value)}</b> <span>{tile.note}</span>
            </dd>
          </div>
        ))}
      </dl>
      {counts.alreadyThere === 0 ? null : <p className={styles['line']}>{t('importing.alreadyThere', { count: counts.alreadyThere, n: grouped(counts.alreadyThere) })}</p>}
      {counts.tickets === 0 ? <p className={styles['line']}>{t('importing.nothingNew')}</p> : null}
      {counts.rejectedLines === 0 ? null : <RejectedLines lines={rejected} count={counts.rejectedLines} busy={busy} onColumns={onColumns} onCheckAgain={onCheckAgain} />}
      {counts.tickets === 0 ? null : (
        <>
          <div className={styles['tallies']}>
            <Tally label={t('importing.bySeverity')} rows={bySeverity} />
            <Tally label={t('importing.byState')} rows={byState} />
          </div>
          <section aria-label={t('importing.sample')}>
            <h3 className={styles['heading']}>{t('importing.sample')}</h3>
            <SampleTable sample={sample} label={t('importing.sample')} stateWord={stateWord} />
          </section>
        </>
      )}
    </section>
  );
};
