import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { useQuery } from '../engine/use-query.ts';
import { day } from '../i18n/format.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Pill } from '../ui/chip.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import styles from './paste-chat.module.css';

const choices = ['7', '14', '30', '90'] as const;

interface ClientLinkProps {
  readonly ticket: string;
  readonly code: string;
  readonly onClose: () => void;
}

/** *Enlace para el cliente*: makes, copies, lists and revokes the links to the client's page of a ticket. */
export const ClientLinkDialog = ({ ticket, code, onClose }: ClientLinkProps) => {
  const { t } = useTranslation();
  const { data: detail } = useQuery('ticket.get', { id: ticket }, [`ticket:${ticket}`, 'clients']);
  const { data: links, error } = useQuery('link.list', { ticket }, ['people']);
  const [chosen, setContact] = useState<string | null>(null);
  const [days, setDays] = useState<(typeof choices)[number]>('14');
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const contacts = detail?.contacts ?? [];
  const contact = chosen ?? detail?.ticket.client_responsible ?? detail?.ticket.requester ?? contacts[0]?.id ?? null;
  const nameOf = (id: string): string => contacts.find((one) => one.id === id)?.name ?? '';

  const make = async (): Promise<void> => {
    if (busy || contact === null) return;
    setBusy(true);
    try {
      const { link } = await core.call('link.make', { ticket, contact, days: Number(days) });
      setMade(link);
      await shell.call('clipboard.write', { text: link });
      showToast({ text: t('intake.link.made') });
    } catch (failure) {
      showError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('intake.link.title')}
      onClose={onClose}
      width={560}
      testId="client-link"
      footer={
        <Button kind="primary" busy={busy} disabled={contact === null} onClick={() => void make()} data-testid="link-make">
          {t('intake.link.make')}
        </Button>
      }
    >
      <DialogBody>
        <p>{t('intake.link.lead', { code })}</p>
        {contact === null ? (
          <p>{t('intake.link.noContacts')}</p>
        ) : (
          <Select label={t('intake.link.contact')} value={contact} options={contacts.map(({ id, name }) => ({ value: id, label: name }))} onChange={setContact} />
        )}
        <Select label={t('intake.link.days')} value={days} options={choices.map((value) => ({ value, label: t('intake.link.inDays', { count: Number(value) }) }))} onChange={setDays} />
        {made === null ? null : <TextField readOnly label={t('intake.link.address')} value={made} data-testid="link-text" onFocus={(event) => event.target.select()} />}
        <p className={styles['head']}>{t('intake.link.given')}</p>
        {error === null ? null : <p className={styles['meta']}>{t(`errors.${error.code}.what`)}</p>}
        {links?.length === 0 ? <p className={styles['meta']}>{t('intake.link.none')}</p> : null}
        <ul className={styles['senders']}>
          {(links ?? []).map((link) => (
            <li key={link.id} className={styles['sender']} data-testid="link-given">
              <span className={styles['name']}>{nameOf(link.contact)}</span>
              <span className={styles['meta']}>{t('intake.link.until', { at: day(link.expiresAt) })}</span>
              {link.revoked || link.expired ? (
                <Pill>{t(link.revoked ? 'intake.link.revoked' : 'intake.link.expired')}</Pill>
              ) : (
                <Button aria-label={t('intake.link.revokeOf', { name: nameOf(link.contact) })} onClick={() => void core.call('link.revoke', { link: link.id }).catch(showError)}>
                  {t('intake.link.revoke')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
};
