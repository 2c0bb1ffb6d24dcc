import { useTranslation } from 'react-i18next';
import { SignInForm } from '../screens/first-run/sign-in-form.tsx';
import { useDesk } from '../stores/desk.ts';
import { Dialog, DialogBody } from '../ui/dialog.tsx';

/** Signing in again on a desk whose token the endpoint no longer takes. */
export const SignInDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const session = useDesk((state) => state.session);
  return (
    <Dialog title={t('firstRun.again')} onClose={onClose} width={420} keepOnOutsidePress testId="sign-in">
      <DialogBody>
        <p>{t('firstRun.againText')}</p>
        <SignInForm address={session?.endpoint ?? ''} email={session?.user?.email ?? ''} onDone={onClose} />
      </DialogBody>
    </Dialog>
  );
};
