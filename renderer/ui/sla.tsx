import { Check, CircleAlert, Pause } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SlaState } from '#shared/domain/sla/clock-reading.ts';
import { leadingClock, stateOfMark, type SlaMark, type SlaMarks } from '#shared/domain/sla/sla-mark.ts';
import { span } from '../i18n/format.ts';
import { useInstant } from '../stores/minute.ts';
import { classes } from './classes.ts';
import styles from './sla.module.css';

const Ring = ({ nearly }: { readonly nearly: boolean }) => (
  <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray={nearly ? '21 7.3' : '8 20.3'} transform="rotate(-90 6 6)" />
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.6" opacity="0.3" />
  </svg>
);

export const SlaIcon = ({ state }: { readonly state: SlaState }) => {
  switch (state) {
    case 'breached':
      return <CircleAlert size={12} aria-hidden="true" />;
    case 'paused':
      return <Pause size={12} aria-hidden="true" />;
    case 'met':
    case 'met_late':
      return <Check size={12} aria-hidden="true" />;
    default:
      return <Ring nearly={state === 'at_risk'} />;
  }
};

/** Seconds by the wall clock from `now` to a due time, or past it. */
export const secondsTo = (dueAt: string, now: string): number => Math.abs(Date.parse(dueAt) - Date.parse(now)) / 1000;

/** The class of a state's tone. */
export const slaTone = (state: SlaState): string | undefined => (state === 'not_applicable' ? undefined : styles[state]);

interface DueProps {
  readonly mark: SlaMark;
  readonly now: string;
  /** The icon and the colour say it: no word. */
  readonly short?: boolean;
}

/** How much is left until one due time, or how it stands, in a word. */
export const Due = ({ mark, now, short = false }: DueProps) => {
  const { t } = useTranslation();
  const state = stateOfMark(mark, now);
  const word = t(`labels.slaShort.${state}`);
  const text = mark.is !== 'running' ? word : state === 'breached' && !short ? `${word} ${span(secondsTo(mark.dueAt, now))}` : span(secondsTo(mark.dueAt, now));
  return (
    <span className={classes(styles['sla'], slaTone(state))} data-sla={state} title={short ? t(`labels.sla.${state}`) : undefined}>
      <SlaIcon state={state} />
      {text}
    </span>
  );
};

/** The clock of a card that matters next, counting down. */
export const SlaCountdown = ({ marks }: { readonly marks: SlaMarks }) => {
  const { t } = useTranslation();
  const now = useInstant();
  const clock = leadingClock(marks);
  const mark = marks[clock];
  if (mark === null) return null;
  return (
    <span title={`${t(`labels.slaClock.${clock}`)}: ${t(`labels.sla.${stateOfMark(mark, now)}`)}`}>
      <Due mark={mark} now={now} />
    </span>
  );
};
