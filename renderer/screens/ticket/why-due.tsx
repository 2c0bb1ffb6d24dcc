import { Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketSla } from '#shared/contract/sla-views.ts';
import { shell } from '../../engine/shell.ts';
import { hoursMinutes, time, weekday, weekdayNumber } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { cityOf, whyRows, whyText } from './why-text.ts';
import styles from './sla-line.module.css';

type Kind = 'response' | 'resolution';

/** *¿Por qué vence a esta hora?*: what was counted and what was skipped, in the contract's zone and in this computer's. */
export const WhyDue = ({ sla, code }: { readonly sla: TicketSla; readonly code: string }) => {
  const { t } = useTranslation();
  const kinds = (['resolution', 'response'] as const).filter((kind) => sla.why[kind] !== null);
  const [chosen, setChosen] = useState<Kind>(kinds[0] ?? 'resolution');
  const why = sla.why[chosen];
  const copyNow = useRef<(() => void) | null>(null);
  // The panel itself has the focus: its one key is heard wherever it is.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'y' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      copyNow.current?.();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const zone = why?.calendar.tz ?? 'UTC';
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const copy = (): void => {
    if (why === null) return;
    shell
      .call('clipboard.write', { text: whyText(why, t(`labels.slaClock.${chosen}`), code, here) })
      .then(() => showToast({ text: t('ticket.sla.copied', { code }) }))
      .catch(showError);
  };
  useEffect(() => {
    copyNow.current = copy;
  });
  if (why === null) return null;
  return (
    <div data-testid="why-due">
      <h2 className={styles['whyTitle']}>{t('ticket.sla.why')}</h2>
      {kinds.length < 2 ? null : (
        <div className={styles['tabs']}>
          <Segments label={t('ticket.sla.which')} value={chosen} options={kinds.map((value) => ({ value, label: t(`labels.slaClock.${value}`) }))} onChange={setChosen} />
        </div>
      )}
      <p className={styles['lead']}>
        {t('ticket.sla.lead', { severity: why.severity, target: hoursMinutes(why.targetMin * 60), from: `${weekday(why.from, zone)}, ${time(why.from, zone)}`, calendar: why.calendar.name, version: why.calendar.version })}
      </p>
      <div className={styles['why']} tabIndex={0} role="region" aria-label={t('ticket.sla.stretches')}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{t('ticket.sla.day')}</th>
              <th scope="col">{t('ticket.sla.there', { place: cityOf(zone) })}</th>
              <th scope="col">{t('ticket.sla.here', { place: cityOf(here) })}</th>
              <th scope="col">{t('ticket.sla.counts')}</th>
              <th scope="col">{t('ticket.sla.sum')}</th>
            </tr>
          </thead>
          <tbody>
            {whyRows(why, here).map((row) => (
              <tr key={row.there + row.day + String(row.sumSec)} className={row.is === 'counted' ? undefined : styles['skipped']} data-stretch={row.is}>
                <td>{row.day}</td>
                <td>{row.there}</td>
                <td>{row.here}</td>
                <td>{row.is === 'counted' ? `+${hoursMinutes(row.countsSec)}` : t(`ticket.sla.skipped.${row.is}`)}</td>
                <td>{row.is === 'counted' ? hoursMinutes(row.sumSec) : ''}</td>
              </tr>
            ))}
            <tr className={styles['due']}>
              <td>{why.standing ? t('ticket.sla.wouldBeDue') : t('ticket.sla.isDue')}</td>
              <td>{`${weekdayNumber(why.dueAt, zone)} ${time(why.dueAt, zone)}`}</td>
              <td>{time(why.dueAt, here)}</td>
              <td>{t('ticket.sla.total')}</td>
              <td>{hoursMinutes(why.targetMin * 60)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <div className={styles['foot']}>
        <span>{sla.changes === 0 && sla.pauses === 0 ? t('ticket.sla.noChanges') : t('ticket.sla.changes', { changes: sla.changes, pauses: sla.pauses })}</span>
        <span className={styles['space']} />
        <Button size="small" keys="y" icon={<Copy size={14} aria-hidden="true" />} onClick={copy}>
          {t('ticket.sla.copy')}
        </Button>
      </div>
    </div>
  );
};
