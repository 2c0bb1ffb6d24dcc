import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { isGoodPassword, NewPasswordFields, noPassword } from '../../ui/new-password.tsx';

/** One's own password, with the current one. */
export const PasswordDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const form = useId();
  const submit = async (): Promise<void> => {
    setChecked(true);
    setError(null);
    if (busy || current === '' || !isGoodPassword(next)) return;
    setBusy(true);
    try {
      await core.call('session.changePassword', { current, next: next.once });
      onClose();
      showToast({ text: t('people.passwordChanged') });
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('people.changePassword')} onClose={onClose} width={420} keepOnOutsidePress initialFocus={first} testId="password" footer={<Button type="submit" form={form} kind="primary" busy={busy}>{t('people.save')}</Button>}>
      <DialogBody>
        <Form id={form} error={error} onSubmit={submit}>
          <TextField ref={first} name="current-password" type="password" label={t('people.currentPassword')} value={current} onChange={(event) => setCurrent(event.target.value)} error={checked && current === '' ? t('firstRun.passwordRequired') : null} />
          <NewPasswordFields value={next} onChange={setNext} checked={checked} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
