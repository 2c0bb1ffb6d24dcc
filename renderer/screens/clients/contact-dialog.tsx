import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/domain/entities/index.ts';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

const orNone = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Somebody of the client: how to reach him, from when to when he may ask and validate, and whether he approves hours. */
export const ContactDialog = ({ client, contact, onClose }: { readonly client: string; readonly contact: Row<'contact'> | null; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState(contact?.name ?? '');
  const [whatsapp, setWhatsapp] = useState(contact?.whatsapp ?? '');
  const [email, setEmail] = useState(contact?.email ?? '');
  const [from, setFrom] = useState(contact?.authorised_from ?? '');
  const [to, setTo] = useState(contact?.authorised_to ?? '');
  const [approves, setApproves] = useState(contact?.can_approve_hours ?? false);
  const [checked, setChecked] = useState(false);
  const { busy, error, save } = useSaving(onClose);
  const reversed = from !== '' && to !== '' && to < from;
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (name.trim() === '' || reversed) return;
    const fields = { name: name.trim(), whatsapp: orNone(whatsapp), email: orNone(email), authorised_from: orNone(from), authorised_to: orNone(to), can_approve_hours: approves };
    await save(async () => {
      if (contact === null) await core.call('contact.create', { client, ...fields });
      else await core.call('contact.edit', { id: contact.id, fields });
      return t('clients.contact.saved');
    });
  };
  return (
    <Dialog title={contact === null ? t('clients.contact.new') : t('clients.contact.editOf', { name: contact.name })} onClose={onClose} keepOnOutsidePress testId="contact-dialog" width={480} footer={<Button kind="primary" busy={busy} type="submit" form="contact-form" data-testid="contact-save">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="contact-form" error={error} onSubmit={submit}>
          <TextField name="name" label={t('clients.contact.name')} value={name} maxLength={300} onChange={(event) => setName(event.target.value)} error={checked && name.trim() === '' ? t('common.required') : null} />
          <div className={styles['two']}>
            <TextField label={t('clients.contact.whatsapp')} optional inputMode="tel" value={whatsapp} maxLength={300} onChange={(event) => setWhatsapp(event.target.value)} />
            <TextField label={t('clients.contact.email')} optional inputMode="email" value={email} maxLength={300} onChange={(event) => setEmail(event.target.value)} />
            <TextField type="date" label={t('clients.contact.from')} optional value={from} onChange={(event) => setFrom(event.target.value)} />
            <TextField type="date" label={t('clients.contact.to')} optional value={to} onChange={(event) => setTo(event.target.value)} error={reversed ? t('clients.contact.reversed') : null} />
          </div>
          <label className={styles['check']}>
            <input type="checkbox" checked={approves} onChange={(event) => setApproves(event.target.checked)} />
            {t('clients.contact.canApprove')}
          </label>
        </Form>
      </DialogBody>
    </Dialog>
  );
};
