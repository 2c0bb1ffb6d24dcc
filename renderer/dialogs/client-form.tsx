import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { useQuery } from '../engine/use-query.ts';
import { day } from '../i18n/format.ts';
import { useBoard } from '../stores/board.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Pill } from '../ui/chip.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import styles from './paste-chat.module.css';

/** *Formulario público*: opens, copies, lists and revokes the forms on which a client asks for help. */
export const ClientFormDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const filtered = useBoard((state) => state.filter.client);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const [chosen, setClient] = useState<string | null>(filtered ?? null);
  const client = chosen ?? clients?.[0]?.id ?? null;
  const { data: forms, error } = useQuery('form.list', client === null ? null : { client }, ['people']);
  const [made, setMade] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const make = async (): Promise<void> => {
    if (busy || client === null) return;
    setBusy(true);
    try {
      const { link } = await core.call('form.make', { client });
      setMade(link);
      await shell.call('clipboard.write', { text: link });
      showToast({ text: t('intake.form.made') });
    } catch (failure) {
      showError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('intake.form.title')}
      onClose={onClose}
      width={560}
      testId="client-form"
      footer={
        <Button kind="primary" busy={busy} disabled={client === null} onClick={() => void make()} data-testid="form-make">
          {t('intake.form.make')}
        </Button>
      }
    >
      <DialogBody>
        <p>{t('intake.form.lead')}</p>
        {clients === undefined || client === null ? null : (
          <Select
            label={t('intake.form.client')}
            value={client}
            options={clients.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(next) => {
              setClient(next);
              setMade(null);
            }}
          />
        )}
        {made === null ? null : <TextField readOnly label={t('intake.form.address')} value={made} data-testid="form-text" onFocus={(event) => event.target.select()} />}
        <p className={styles['head']}>{t('intake.form.given')}</p>
        {error === null ? null : <p className={styles['meta']}>{t(`errors.${error.code}.what`)}</p>}
        {forms?.length === 0 ? <p className={styles['meta']}>{t('intake.form.none')}</p> : null}
        <ul className={styles['senders']}>
          {(forms ?? []).map((form) => (
            <li key={form.id} className={styles['sender']} data-testid="form-given">
              <span className={styles['name']}>{t('intake.form.since', { at: day(form.createdAt) })}</span>
              {form.revoked ? <Pill>{t('intake.form.revoked')}</Pill> : <Button onClick={() => void core.call('form.revoke', { form: form.id }).catch(showError)}>{t('intake.form.revoke')}</Button>}
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
};
