import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '#shared/contract/contract-views.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf } from '../../commands/registry.ts';
import { localDay } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { ContactDialog } from './contact-dialog.tsx';
import styles from './clients.module.css';

type Contact = ClientDetail['contacts'][number];

/** Who of the client may ask, validate and approve hours, and from when to when. */
export const ContactsTab = ({ detail }: { readonly detail: ClientDetail }) => {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Contact | null>(null);
  const dates = ({ authorised_from: from, authorised_to: to }: Contact): string => (from === null ? t('clients.contact.never') : to === null ? t('clients.contact.sinceDay', { from: localDay(from) }) : t('clients.contact.between', { from: localDay(from), to: localDay(to) }));
  return (
    <section className={styles['section']} data-testid="contacts">
      <div className={styles['sectionHead']}>
        <h3>{t('clients.tab.contacts')}</h3>
        <span className={styles['space']} />
        <CommandButton command="clients.newContact" size="small" />
      </div>
      {detail.contacts.length === 0 ? (
        <EmptyState icon={<UserPlus size={20} aria-hidden="true" />} title={t('clients.contact.none')} text={t('clients.contact.noneText')} keys={keysOf('clients.newContact') ?? ''} />
      ) : (
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('clients.tab.contacts')}>
          <table className={table['table']}>
            <thead>
              <tr>
                {(['name', 'reach', 'authorised', 'hours'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`clients.contact.${column}`)}
                  </th>
                ))}
                <th scope="col" className={table['right']}>
                  {t('clients.edit')}
                </th>
              </tr>
            </thead>
            <tbody>
              {detail.contacts.map((contact) => (
                <tr key={contact.id}>
                  <td>{contact.name}</td>
                  <td>{[contact.whatsapp, contact.email].filter((each) => each !== null).join(' · ')}</td>
                  <td>
                    <Pill tone={contact.authorised ? 'ok' : 'plain'}>{dates(contact)}</Pill>
                  </td>
                  <td>{contact.can_approve_hours ? t('clients.contact.yes') : t('clients.contact.no')}</td>
                  <td className={table['right']}>
                    <Button size="small" kind="ghost" aria-label={t('clients.contact.editOf', { name: contact.name })} onClick={() => setEdited(contact)}>
                      {t('clients.edit')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited === null ? null : <ContactDialog key={edited.id} client={detail.client.id} contact={edited} onClose={() => setEdited(null)} />}
    </section>
  );
};
