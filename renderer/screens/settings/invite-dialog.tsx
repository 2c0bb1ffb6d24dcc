import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { consultantRoles, userRoles, type ConsultantRole, type UserRole } from '#shared/domain/enums.ts';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { day } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { ClientGrants } from './client-grants.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './people.module.css';

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);

/** Whom, as what, for which clients; then the link, once. */
export const InviteDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<UserRole>('consultant');
  const [profile, setProfile] = useState<ConsultantRole>('functional');
  const [clients, setClients] = useState<readonly string[] | null>([]);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [made, setMade] = useState<{ readonly link: string; readonly expiresAt: string } | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const form = useId();
  const submit = async (): Promise<void> => {
    setChecked(true);
    setError(null);
    if (busy || name.trim() === '' || !isEmail(email.trim())) return;
    setBusy(true);
    try {
      setMade(await core.call('team.invite', { name: name.trim(), email: email.trim(), role, profile, clients: clients === null ? null : [...clients] }));
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(false);
    }
  };
  if (made !== null) {
    return <SecretDialog title={t('people.linkTitle', { name: name.trim() })} text={t('people.linkText', { name: name.trim(), at: day(made.expiresAt) })} secret={made.link} label={t('people.link')} onClose={onClose} />;
  }
  return (
    <Dialog
      title={t('people.invite')}
      onClose={onClose}
      keepOnOutsidePress
      initialFocus={first}
      testId="invite"
      footer={
        <Button type="submit" form={form} kind="primary" busy={busy} data-testid="invite-submit">
          {t('people.inviteSubmit')}
        </Button>
      }
    >
      <DialogBody>
        <Form id={form} error={error} onSubmit={submit}>
          <TextField ref={first} name="name" label={t('people.name')} value={name} maxLength={300} onChange={(event) => setName(event.target.value)} error={checked && name.trim() === '' ? t('people.nameRequired') : null} />
          <TextField name="email" inputMode="email" label={t('people.email')} value={email} onChange={(event) => setEmail(event.target.value)} error={checked && !isEmail(email.trim()) ? t('people.emailInvalid') : null} />
          <div className={styles['pair']}>
            <Select label={t('people.role')} value={role} onChange={setRole} options={userRoles.map((value) => ({ value, label: t(`people.roles.${value}`) }))} />
            <Select label={t('people.profile')} value={profile} onChange={setProfile} options={consultantRoles.map((value) => ({ value, label: t(`labels.role.${value}`) }))} />
          </div>
          <ClientGrants value={clients} onChange={setClients} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
