import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { dayTime } from '../../i18n/format.ts';
import styles from './inbox.module.css';

/** What was asked, in the client's words. */
export const TriageText = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { ticket } = detail;
  return (
    <article>
      <h2 className={styles['name']}>{ticket.title}</h2>
      <p className={styles['meta']}>{[detail.code, detail.client.name, t(`labels.channel.${ticket.channel}`), dayTime(ticket.received_at)].join(' · ')}</p>
      <p className={styles['body']} data-selectable="">
        {ticket.description === '' ? t('ticket.thread.noDescription') : ticket.description}
      </p>
      {detail.messages.map((message) => (
        <div key={message.id} className={styles['message']}>
          <p>{[message.author, t(`labels.direction.${message.direction}`), dayTime(message.at)].join(' · ')}</p>
          <p data-selectable="">{message.body}</p>
        </div>
      ))}
    </article>
  );
};
