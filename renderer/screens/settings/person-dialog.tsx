import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { consultantRoles, userRoles } from '#shared/domain/enums.ts';
import type { AppError } from '#shared/errors.ts';
import type { PersonChange, PersonView } from '#shared/sync/people.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorBanner } from '../../ui/states.tsx';
import { ClientGrants } from './client-grants.tsx';
import { DeviceList } from './device-list.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './people.module.css';

/** One person as an admin may change him: role, grants, devices, account. */
export const PersonDialog = ({ person, onClose }: { readonly person: PersonView; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const [profile, setProfile] = useState(person.profile);
  const [clients, setClients] = useState<readonly string[] | null>(person.clients);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(false);
    }
  };
  const change = (fields: PersonChange): Promise<void> =>
    attempt(async () => {
      await core.call('team.change', { person: person.id, change: fields });
      onClose();
      showToast({ text: t('people.saved') });
    });
  const reset = (): Promise<void> => attempt(async () => setPassword((await core.call('team.resetPassword', { person: person.id })).password));
  if (password !== null) return <SecretDialog title={t('people.passwordOf', { name: person.name })} text={t('people.resetText')} secret={password} label={t('people.newPassword')} onClose={onClose} />;
  return (
    <Dialog
      title={t('people.editOf', { name: person.name })}
      onClose={onClose}
      keepOnOutsidePress
      testId="person"
      footer={
        <Button
          kind="primary"
          busy={busy}
          disabled={name.trim() === ''}
          data-testid="person-save"
          onClick={() => void change({ name: name.trim(), role, profile, clients: clients === null ? null : [...clients] })}
        >
          {t('people.save')}
        </Button>
      }
    >
      <DialogBody>
        {error === null ? null : <ErrorBanner error={error} />}
        <TextField name="name" label={t('people.name')} value={name} maxLength={300} onChange={(event) => setName(event.target.value)} error={name.trim() === '' ? t('people.nameRequired') : null} />
        <div className={styles['pair']}>
          <Select label={t('people.role')} value={role} onChange={setRole} options={userRoles.map((value) => ({ value, label: t(`people.roles.${value}`) }))} />
          <Select label={t('people.profile')} value={profile} onChange={setProfile} options={consultantRoles.map((value) => ({ value, label: t(`labels.role.${value}`) }))} />
        </div>
        <ClientGrants value={clients} onChange={setClients} />
        <h3 className={styles['label']}>{t('people.devices')}</h3>
        <DeviceList devices={person.devices} onRevoked={onClose} />
        <div className={styles['actions']}>
          <Button size="small" busy={busy} onClick={() => void reset()} data-testid="person-reset">
            {t('people.resetPassword')}
          </Button>
          <Button size="small" kind={person.enabled ? 'danger' : 'plain'} busy={busy} onClick={() => void change({ enabled: !person.enabled })} data-testid="person-account">
            {person.enabled ? t('people.closeAccount') : t('people.openAccount')}
          </Button>
        </div>
        <p className={styles['note']}>{`${t('people.resetText')} ${person.enabled ? t('people.closeAccountText') : ''}`.trim()}</p>
      </DialogBody>
    </Dialog>
  );
};
