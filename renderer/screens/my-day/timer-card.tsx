import { Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeEntryView } from '#shared/contract/views.ts';
import { keysOf } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { clock, dayTime, hoursMinutes, time } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import styles from './my-day.module.css';

interface TimerCardProps {
  readonly running: TimeEntryView | null;
  readonly nowMs: number;
}

/** The running timer: how long, on what, its note, and the way to stop it. */
export const TimerCard = ({ running, nowMs }: TimerCardProps) => {
  const { t } = useTranslation();
  if (running === null) {
    return (
      <section className={styles['timer']} aria-label={t('myDay.timer')}>
        <p className={styles['idleTitle']}>{t('myDay.noTimer')}</p>
        <p className={styles['idleText']}>
          {t('myDay.noTimerText')} <Keys keys={keysOf('timer.toggle') ?? 't'} className={styles['inline'] ?? ''} />
        </p>
      </section>
    );
  }
  return <RunningCard key={`${running.id} ${running.note}`} running={running} nowMs={nowMs} />;
};

const RunningCard = ({ running, nowMs }: { readonly running: TimeEntryView; readonly nowMs: number }) => {
  const { t } = useTranslation();
  const [note, setNote] = useState(running.note);
  const { ticket } = running;
  const since = nowMs - Date.parse(running.start) > 16 * 3_600_000 ? t('myDay.sinceDay', { when: dayTime(running.start) }) : t('myDay.since', { time: time(running.start) });

  const keepNote = (): void => {
    if (note !== running.note) core.call('time.edit', { id: running.id, note }).catch(showError);
  };
  const stop = async (): Promise<void> => {
    const entry = await core.call('timer.stop', note === running.note ? {} : { note });
    showToast({ text: t('myDay.stopped', { time: hoursMinutes(entry.seconds ?? 0), code: ticket?.code ?? '' }), undo: true });
  };
  return (
    <section className={styles['timer']} aria-label={t('myDay.timer')} data-testid="timer-card">
      <div className={styles['timerTop']}>
        <span className={styles['dot']} aria-hidden="true" />
        <span className={styles['big']} role="timer">
          {clock((nowMs - Date.parse(running.start)) / 1000)}
        </span>
        <span className={styles['space']} />
        <Button icon={<Square size={14} aria-hidden="true" />} keys={keysOf('timer.toggle')} onClick={() => stop().catch(showError)}>
          {t('myDay.stop')}
        </Button>
      </div>
      {ticket === null ? (
        <p className={styles['timerTitle']}>{running.task}</p>
      ) : (
        <button type="button" className={styles['timerTitle']} onClick={() => go({ name: 'ticket', id: ticket.id })}>
          <SeverityBadge lane={ticket.lane} />
          <span className={styles['code']}>{ticket.code}</span>
          <b>{ticket.title}</b>
        </button>
      )}
      <p className={styles['meta']}>
        {ticket === null ? null : `${ticket.client} · `}
        {since}
      </p>
      <TextField
        label={t('myDay.timerNote')}
        quiet
        placeholder={t('myDay.timerNotePlaceholder')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onBlur={keepNote}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </section>
  );
};
