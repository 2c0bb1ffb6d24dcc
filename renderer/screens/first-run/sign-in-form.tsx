import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { refreshDesk } from '../../stores/desk.ts';
import { enter } from '../../stores/entry.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';

interface SignInFormProps {
  readonly address: string;
  readonly email: string;
  /** Opens the desk that is signed in to, where none is open yet. */
  readonly before?: () => Promise<unknown>;
  readonly onDone: () => void;
}

export const isAddress = (text: string): boolean => /^https?:\/\/[^\s/]+/u.test(text) && URL.canParse(text);
export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);

/** Address, e-mail, password; what is wrong is said at its field, what the endpoint says above. */
export const SignInForm = ({ address: givenAddress, email: givenEmail, before, onDone }: SignInFormProps) => {
  const { t } = useTranslation();
  const [address, setAddress] = useState(givenAddress);
  const [email, setEmail] = useState(givenEmail);
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const secret = useRef<HTMLInputElement>(null);
  const submit = async (): Promise<void> => {
    setChecked(true);
    setError(null);
    if (busy || !isAddress(address.trim()) || !isEmail(email.trim()) || password === '') return;
    setBusy(true);
    try {
      await enter(async () => {
        await before?.();
        await core.call('session.signIn', { address: address.trim(), email: email.trim(), password });
        onDone();
        await refreshDesk();
      });
    } catch (failure) {
      setError(asAppError(failure));
      secret.current?.select();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form error={error} onSubmit={submit}>
      <TextField name="address" inputMode="url" label={t('firstRun.address')} placeholder={t('firstRun.addressPlaceholder')} value={address} onChange={(event) => setAddress(event.target.value)} error={checked && !isAddress(address.trim()) ? t('firstRun.addressInvalid') : null} />
      <TextField name="email" inputMode="email" label={t('firstRun.email')} value={email} onChange={(event) => setEmail(event.target.value)} error={checked && !isEmail(email.trim()) ? t('firstRun.emailInvalid') : null} />
      <TextField ref={secret} name="password" type="password" label={t('firstRun.password')} value={password} onChange={(event) => setPassword(event.target.value)} error={checked && password === '' ? t('firstRun.passwordRequired') : null} />
      <Button type="submit" kind="primary" busy={busy} data-testid="sign-in-submit">
        {busy ? t('firstRun.signingIn') : t('firstRun.signIn')}
      </Button>
    </Form>
  );
};
