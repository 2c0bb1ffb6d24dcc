import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationPreview } from '#shared/contract/views.ts';
import { parseInvitationLink } from '#shared/sync/invitation-link.ts';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { isGoodPassword, NewPasswordFields, noPassword } from '../../ui/new-password.tsx';
import { useEntering } from './use-entering.ts';
import styles from './first-run.module.css';

/** An invitation's link: first for whom it is, then a password. */
export const LinkForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [link, setLink] = useState('');
  const [found, setFound] = useState<InvitationPreview | null>(null);
  const [password, setPassword] = useState(noPassword);
  const [checked, setChecked] = useState(false);
  const { busy, error, run } = useEntering();
  const good = parseInvitationLink(link) !== null;
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (!good) return;
    if (found === null) {
      if (await run(async () => setFound(await core.call('session.invitation', { link })))) setChecked(false);
      return;
    }
    if (!isGoodPassword(password)) return;
    await run(async () => {
      await core.call('session.redeem', { link, password: password.once });
      onDone();
    });
  };
  return (
    <Form error={error} onSubmit={submit}>
      <TextField
        name="link"
        label={t('people.link')}
        hint={t('people.linkHint')}
        value={link}
        onChange={(event) => {
          setLink(event.target.value);
          setFound(null);
        }}
        error={checked && !good ? t('people.linkInvalid') : null}
      />
      {found === null ? null : (
        <>
          <p className={styles['invited']} data-testid="invited-as">
            {t('people.invitedAs', { name: found.name, email: found.email, role: t(`people.roles.${found.role}`) })}
          </p>
          <NewPasswordFields value={password} onChange={setPassword} checked={checked} />
        </>
      )}
      <Button type="submit" kind="primary" busy={busy} data-testid="link-submit">
        {found === null ? t(busy ? 'people.reading' : 'people.continue') : t(busy ? 'people.joining' : 'people.joinTeam')}
      </Button>
    </Form>
  );
};
