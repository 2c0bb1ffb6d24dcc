import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import type { TicketState } from '#shared/domain/enums.ts';
import { dayTime } from '../../i18n/format.ts';
import { classes } from '../../ui/classes.ts';
import styles from './stepper.module.css';

const steps = ['registered', 'triaged', 'assigned', 'in_diagnosis', 'in_progress', 'in_testing', 'awaiting_validation', 'awaiting_hours_approval', 'closed'] as const;
type Step = (typeof steps)[number];
const isStep = (state: unknown): state is Step => steps.includes(state as Step);

/** Where the ticket stands on the line; a waiting state stands where the work was left. */
const placeOf = ({ ticket, events }: TicketDetail): Step => {
  const state: TicketState = ticket.state;
  if (isStep(state)) return state;
  for (const event of events.toReversed()) {
    if (event.type !== 'state_changed') continue;
    if (isStep(event.payload['from'])) return event.payload['from'];
  }
  return state === 'scheduled' ? 'triaged' : 'registered';
};

const since = ({ ticket, events }: TicketDetail): string | null => events.findLast((event) => event.type === 'state_changed' && event.payload['to'] === ticket.state)?.at ?? null;

/** The state machine as a line of nine, with the present state named where it is not one of them. */
export const Stepper = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { state } = detail.ticket;
  const place = placeOf(detail);
  const shown = steps.filter((step) => step !== 'awaiting_hours_approval' || detail.contract === null || detail.contract.modality === 'hours_bank' || place === step);
  const at = shown.indexOf(place);
  const from = since(detail);
  return (
    <div className={styles['wrap']}>
      <ol className={styles['steps']} aria-label={t('ticket.steps.label')}>
        {shown.map((step, index) => {
          const phase = index < at || state === 'closed' ? 'done' : index === at ? 'now' : 'ahead';
          return (
            <li key={step} className={classes(styles['step'], styles[phase], state === 'cancelled' && styles['cancelled'])} aria-current={phase === 'now' ? 'step' : undefined}>
              <span className={styles['node']}>{phase === 'done' ? <Check size={12} strokeWidth={3.6} aria-hidden="true" /> : null}</span>
              <span className={styles['name']}>{t(`ticket.steps.${step}`)}</span>
            </li>
          );
        })}
      </ol>
      {isStep(state) ? null : (
        <p className={styles['aside']} data-state={state}>
          <b>{t(`labels.state.${state}`)}</b>
          {from === null ? null : ` ${t('ticket.waitingSince', { when: dayTime(from) })}`}
        </p>
      )}
    </div>
  );
};
