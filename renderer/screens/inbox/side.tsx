import { CircleDashed, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { mayAnswer } from '../../dialogs/may-answer.ts';
import { useQuery } from '../../engine/use-query.ts';
import { localDay } from '../../i18n/format.ts';
import { useInstant } from '../../stores/minute.ts';
import { followMissing, hasLink } from '../ticket/missing-links.ts';
import { Properties } from '../ticket/properties.tsx';
import { missingToTriage } from './triage.ts';
import styles from './inbox.module.css';

/** Who may speak for the client, what is still missing, and everything that can be filled in. */
export const TriageSide = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const now = useInstant();
  const { data: users } = useQuery('user.list', {}, ['people', 'session']);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const authorised = detail.contacts.filter((contact) => mayAnswer(contact, now));
  const missing = missingToTriage(detail);
  return (
    <aside className={styles['side']} aria-label={t('inbox.side')} data-testid="triage-side">
      <section aria-label={t('inbox.whoAuthorised')}>
        <h2>{t('inbox.whoAuthorised')}</h2>
        {authorised.length === 0 ? <p className={styles['nobody']}>{t('inbox.nobody', { client: detail.client.name })}</p> : null}
        <ul className={styles['people']}>
          {authorised.map((contact) => (
            <li key={contact.id}>
              <ShieldCheck size={14} aria-hidden="true" />
              {contact.name}
              <span>{t('inbox.since', { from: localDay(contact.authorised_from ?? '') })}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={t('inbox.missing')} data-testid="triage-missing">
        <h2>{t('inbox.missing')}</h2>
        {missing.length === 0 ? <p className={styles['ready']}>{t('inbox.ready')}</p> : null}
        <ul className={styles['missing']}>
          {missing.map((one) => (
            <li key={one} data-missing={one}>
              <CircleDashed size={14} aria-hidden="true" />
              {hasLink(one) ? (
                <button type="button" onClick={() => followMissing(one, detail, () => undefined)}>
                  {t(`missing.${one}`)}
                </button>
              ) : (
                t(`missing.${one}`)
              )}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={t('ticket.props.label')}>
        <Properties detail={detail} users={users ?? []} clients={clients ?? []} />
      </section>
    </aside>
  );
};
