import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { isGoodPassword, NewPasswordFields, noPassword } from '../../ui/new-password.tsx';
import { isAddress, isEmail } from './sign-in-form.tsx';
import { useEntering } from './use-entering.ts';
import styles from './first-run.module.css';

/** The first admin, with the code that the endpoint printed. */
export const CodeForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [form, setForm] = useState({ address: '', code: '', name: '', email: '' });
  const [password, setPassword] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { busy, error, run } = useEntering();
  const [address, code, name, email] = [form.address.trim(), form.code.trim(), form.name.trim(), form.email.trim()];
  const set = (field: keyof typeof form) => (event: { readonly target: { readonly value: string } }) => setForm({ ...form, [field]: event.target.value });
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (!isAddress(address) || code.length < 8 || name === '' || !isEmail(email) || !isGoodPassword(password)) return;
    await run(async () => {
      await core.call('session.firstAdmin', { address, code, name, email, password: password.once });
      onDone();
    });
  };
  return (
    <Form error={error} onSubmit={submit}>
      <p className={styles['invited']}>{t('people.codeText')}</p>
      <TextField name="address" inputMode="url" label={t('firstRun.address')} placeholder={t('firstRun.addressPlaceholder')} value={form.address} onChange={set('address')} error={checked && !isAddress(address) ? t('firstRun.addressInvalid') : null} />
      <TextField name="code" label={t('people.code')} value={form.code} onChange={set('code')} error={checked && code.length < 8 ? t('people.codeRequired') : null} />
      <div className={styles['pair']}>
        <TextField name="name" label={t('people.name')} value={form.name} maxLength={300} onChange={set('name')} error={checked && name === '' ? t('people.nameRequired') : null} />
        <TextField name="email" inputMode="email" label={t('people.email')} value={form.email} onChange={set('email')} error={checked && !isEmail(email) ? t('people.emailInvalid') : null} />
      </div>
      <div className={styles['pair']}>
        <NewPasswordFields value={password} onChange={setPassword} checked={checked} />
      </div>
      <Button type="submit" kind="primary" busy={busy} data-testid="code-submit">
        {t(busy ? 'people.joining' : 'people.start')}
      </Button>
    </Form>
  );
};
