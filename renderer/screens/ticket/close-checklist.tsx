import { CircleCheck, CircleDashed } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import type { Missing } from '#shared/domain/ticket-state.ts';
import { keysOf } from '../../commands/registry.ts';
import { Keys } from '../../ui/kbd.tsx';
import { followMissing, hasLink, isAgreed } from './missing-links.ts';
import styles from './panel.module.css';

interface CloseChecklistProps {
  readonly detail: TicketDetail;
  readonly showPanel: () => void;
}

interface Item {
  readonly missing: Missing;
  readonly done: boolean;
  readonly doneWord: 'firstResponse' | 'agreed' | 'evidence' | 'timer' | 'validation' | 'hoursApproved' | 'conflict';
  readonly todoWord: 'firstResponseTodo' | 'agreedTodo' | 'evidenceTodo' | 'timerTodo' | 'validationTodo' | 'hoursTodo' | 'conflictTodo';
  readonly keys?: string | undefined;
}

/** What is done and what is missing before the ticket can be closed; what is missing leads to where it is done. */
export const CloseChecklist = ({ detail, showPanel }: CloseChecklistProps) => {
  const { t } = useTranslation();
  const lacks = (missing: Missing): boolean => detail.toClose.includes(missing);
  const hours = detail.contract?.modality === 'hours_bank';
  const items: readonly Item[] = [
    { missing: 'first_response_required', done: detail.messages.some((message) => message.direction === 'out'), doneWord: 'firstResponse', todoWord: 'firstResponseTodo', keys: keysOf('ticket.reply') },
    { missing: 'severity_agreement_required', done: isAgreed(detail), doneWord: 'agreed', todoWord: 'agreedTodo' },
    { missing: 'evidence_required', done: !lacks('evidence_required'), doneWord: 'evidence', todoWord: 'evidenceTodo', keys: keysOf('capture.region') },
    { missing: 'running_timer', done: !lacks('running_timer'), doneWord: 'timer', todoWord: 'timerTodo', keys: keysOf('timer.toggle') },
    { missing: 'client_validation_required', done: !lacks('client_validation_required'), doneWord: 'validation', todoWord: 'validationTodo' },
    ...(hours ? [{ missing: 'hours_approval_required', done: !lacks('hours_approval_required'), doneWord: 'hoursApproved', todoWord: 'hoursTodo' } as const] : []),
    ...(lacks('open_conflict') ? [{ missing: 'open_conflict', done: false, doneWord: 'conflict', todoWord: 'conflictTodo' } as const] : []),
  ];
  return (
    <section aria-label={t('ticket.props.toClose')} data-testid="to-close">
      <h2 className={styles['heading']}>
        {t('ticket.props.toClose')}
        <span>{t('ticket.props.done', { done: items.filter((item) => item.done).length, total: items.length })}</span>
      </h2>
      <ul className={styles['todo']}>
        {items.map((item) => (
          <li key={item.missing} data-done={item.done || undefined} data-missing={item.done ? undefined : item.missing}>
            {item.done ? <CircleCheck size={16} aria-label={t('ticket.props.isDone')} /> : <CircleDashed size={16} aria-label={t('ticket.props.isMissing')} />}
            {item.done || !hasLink(item.missing) ? (
              <span>{t(`ticket.props.${item.done ? item.doneWord : item.todoWord}`)}</span>
            ) : (
              <button type="button" onClick={() => followMissing(item.missing, detail, showPanel)}>
                {t(`ticket.props.${item.todoWord}`)}
              </button>
            )}
            {item.done || item.keys === undefined ? null : <Keys keys={item.keys} />}
          </li>
        ))}
      </ul>
    </section>
  );
};
