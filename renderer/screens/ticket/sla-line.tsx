import { ChevronDown } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketSla } from '#shared/contract/sla-views.ts';
import { stateOfMark, type SlaMark } from '#shared/domain/sla/sla-mark.ts';
import type { TicketDetail } from '#shared/contract/views.ts';
import { keysOf } from '../../commands/registry.ts';
import { useQuery } from '../../engine/use-query.ts';
import { dayTime, isToday, span, time } from '../../i18n/format.ts';
import { useInstant } from '../../stores/minute.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Popover } from '../../ui/popover.tsx';
import { secondsTo, SlaIcon, slaTone } from '../../ui/sla.tsx';
import styles from './sla-line.module.css';

const WhyDue = lazy(() => import('./why-due.tsx').then((module) => ({ default: module.WhyDue })));

const when = (instant: string): string => (isToday(instant) ? time(instant) : dayTime(instant));

const Clock = ({ kind, mark, now }: { readonly kind: 'response' | 'resolution'; readonly mark: SlaMark; readonly now: string }) => {
  const { t } = useTranslation();
  const state = stateOfMark(mark, now);
  const name = t(`labels.slaClock.${kind}`);
  const word = t(`labels.sla.${state}`);
  const rest =
    mark.is === 'running'
      ? t(state === 'breached' ? 'ticket.sla.late' : 'ticket.sla.left', { time: span(secondsTo(mark.dueAt, now)) })
      : mark.is === 'paused'
        ? t('ticket.sla.pausedLeft', { time: span(mark.leftSec) })
        : '';
  return (
    <span className={styles['clock']} data-clock={kind} data-sla={state} title={mark.is === 'stopped' ? t('ticket.sla.stopped', { when: when(mark.at) }) : undefined}>
      <span className={classes(styles['clock'], slaTone(state))}>
        <SlaIcon state={state} />
        {mark.is === 'running' && state !== 'breached' ? t('ticket.sla.due', { clock: name, when: when(mark.dueAt) }) : `${name}: ${word}`}
      </span>
      {rest === '' ? null : <span className={styles['rest']}>{state === 'at_risk' ? `${word} · ${rest}` : rest}</span>}
    </span>
  );
};

const said = (sla: TicketSla): 'noContract' | 'noClock' | 'notStarted' => (sla.modality === null ? 'noContract' : sla.modality === 'hours_bank' ? 'noClock' : 'notStarted');

/** What is due when, and why: the two clocks of the ticket's cycle. */
export const SlaLine = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { ticket } = detail;
  const { data: sla } = useQuery('ticket.sla', { id: ticket.id }, [`ticket:${ticket.id}`, 'clients'], { keep: true });
  const now = useInstant();
  if (sla === undefined) return <div className={styles['line']} data-testid="sla-line" />;
  const { marks } = sla;
  if (marks === null || (marks.response === null && marks.resolution === null)) {
    return (
      <div className={styles['line']} data-testid="sla-line">
        <span className={styles['none']}>{t(`ticket.sla.${said(sla)}`)}</span>
      </div>
    );
  }
  const recorded = sla.cycles.flatMap((cycle) => cycle.recorded).length;
  return (
    <div className={styles['line']} data-testid="sla-line">
      {marks.resolution === null ? null : <Clock kind="resolution" mark={marks.resolution} now={now} />}
      {marks.response === null ? null : <Clock kind="response" mark={marks.response} now={now} />}
      {recorded > 0 ? <span className={styles['rest']}>{t('ticket.sla.recorded', { count: recorded })}</span> : null}
      {sla.why.response === null && sla.why.resolution === null ? null : (
        <Popover
          title={t('ticket.sla.why')}
          align="end"
          width={600}
          trigger={
            <Button size="small" kind="ghost" keys={keysOf('ticket.whyDue')} className={styles['push'] ?? ''} data-menu="why" data-testid="why-button" icon={<ChevronDown size={12} aria-hidden="true" />}>
              {t('ticket.sla.why')}
            </Button>
          }
        >
          <Suspense fallback={null}>
            <WhyDue sla={sla} code={detail.code} />
          </Suspense>
        </Popover>
      )}
    </div>
  );
};
