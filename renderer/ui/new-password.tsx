import { useTranslation } from 'react-i18next';
import { minPasswordLength } from '#shared/sync/invitation-link.ts';
import { TextField } from './field.tsx';

export interface NewPassword {
  readonly once: string;
  readonly again: string;
}

export const noPassword: NewPassword = { once: '', again: '' };
export const isGoodPassword = ({ once, again }: NewPassword): boolean => once.length >= minPasswordLength && once === again;

interface NewPasswordFieldsProps {
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
  /** The form was sent once: what is wrong is said. */
  readonly checked: boolean;
}

/** A password that is chosen now, twice. */
export const NewPasswordFields = ({ value, onChange, checked }: NewPasswordFieldsProps) => {
  const { t } = useTranslation();
  return (
    <>
      <TextField name="new-password" type="password" autoComplete="new-password" label={t('people.newPassword')} hint={t('people.passwordHint')} value={value.once} onChange={(event) => onChange({ ...value, once: event.target.value })} error={checked && value.once.length < minPasswordLength ? t('people.passwordShort') : null} />
      <TextField name="repeat-password" type="password" autoComplete="new-password" label={t('people.repeatPassword')} value={value.again} onChange={(event) => onChange({ ...value, again: event.target.value })} error={checked && value.once !== value.again ? t('people.passwordDiffers') : null} />
    </>
  );
};
