import { ArrowRight, ChevronRight, CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import type { TicketState } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { followMissing, hasLink, isAsked } from './missing-links.ts';
import styles from './next-states.module.css';

interface NextStatesProps {
  readonly detail: TicketDetail;
  readonly onClose: () => void;
  readonly showPanel: () => void;
}

/** Each step that the ticket can take; a blocked one says what is missing, and each missing thing leads to where it is done. */
export const NextStates = ({ detail, onClose, showPanel }: NextStatesProps) => {
  const { t } = useTranslation();
  const { ticket, code } = detail;
  const take = (to: TicketState, asks: boolean): void => {
    onClose();
    if (asks) {
      setTimeout(() => openDialog({ kind: 'transition', ticket: ticket.id, code, from: ticket.state, to }), 80);
      return;
    }
    core
      .call('ticket.transition', { id: ticket.id, to })
      .then(() => showToast({ text: t('ticket.next.moved', { code, state: t(`labels.state.${to}`) }), undo: true }))
      .catch(showError);
  };
  if (detail.next.length === 0) return <p className={styles['none']}>{t('ticket.next.none')}</p>;
  return (
    <div className={styles['list']} data-testid="next-states">
      <p className={styles['title']}>{t('ticket.next.title')}</p>
      <ul>
        {detail.next.map(({ to, missing }) => {
          const blocking = missing.filter((one) => !isAsked(one));
          return (
            <li key={to} data-to={to} data-blocked={blocking.length > 0 || undefined}>
              <button type="button" className={styles['step']} aria-disabled={blocking.length > 0} onClick={() => (blocking.length > 0 ? undefined : take(to, missing.length > 0 || to === 'cancelled'))}>
                {blocking.length > 0 ? <CircleDashed size={14} aria-hidden="true" /> : <ArrowRight size={14} aria-hidden="true" />}
                <span>{t(`labels.state.${to}`)}</span>
              </button>
              {blocking.length === 0 ? null : (
                <ul className={styles['missing']} aria-label={t('ticket.next.missing')}>
                  {blocking.map((one) => (
                    <li key={one}>
                      {hasLink(one) ? (
                        <button
                          type="button"
                          onClick={() => {
                            onClose();
                            followMissing(one, detail, showPanel);
                          }}
                        >
                          <span>{t(`missing.${one}`)}</span>
                          <ChevronRight size={12} aria-hidden="true" />
                        </button>
                      ) : (
                        <span className={styles['plain']}>{t(`missing.${one}`)}</span>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
};
