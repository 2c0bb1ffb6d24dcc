import { useTranslation } from 'react-i18next';
import type { EvidenceDraft } from '#shared/contract/views.ts';
import { Dialog } from '../../ui/dialog.tsx';

export const EvidenceDialog = ({ onClose }: { readonly draft: EvidenceDraft; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Dialog title={t('evidence.title')} onClose={onClose}>
      {null}
    </Dialog>
  );
};
