import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '#shared/domain/entities/index.ts';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { draftOfTerms, readTerms } from './contract-draft.ts';
import { DateFields, TermsFields } from './terms-fields.tsx';
import { useSaving } from './use-saving.ts';

/** From when to when a contract holds, and how its hours are counted from now on. */
export const ContractEditDialog = ({ contract, onClose }: { readonly contract: Row<'contract'>; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOfTerms(contract));
  const { busy, error, save } = useSaving(onClose);
  const fields = readTerms(draft);
  const submit = async (): Promise<void> => {
    if (fields === null) return;
    await save(async () => {
      await core.call('contract.edit', { id: contract.id, fields });
      return t('clients.contractSaved');
    });
  };
  return (
    <Dialog title={t('clients.editContract')} onClose={onClose} keepOnOutsidePress testId="contract-edit" width={640} footer={<Button kind="primary" busy={busy} disabled={fields === null} type="submit" form="contract-edit-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="contract-edit-form" error={error} onSubmit={submit}>
          <DateFields draft={draft} onChange={setDraft} />
          <TermsFields draft={draft} onChange={setDraft} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
