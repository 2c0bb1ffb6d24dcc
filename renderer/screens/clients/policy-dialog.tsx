import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContractDetail } from '#shared/contract/contract-views.ts';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { draftOf, readPolicy } from './policy-draft.ts';
import { PolicyFields } from './policy-fields.tsx';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

/** Agreed times are followed by a new version, never changed. */
export const PolicyDialog = ({ detail, onClose }: { readonly detail: ContractDetail; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(detail));
  const { busy, error, save } = useSaving(onClose);
  const policy = readPolicy(draft);
  const others = Object.fromEntries(Object.entries(detail.calendarNames).filter(([key]) => key !== detail.contract.calendar));
  const submit = async (): Promise<void> => {
    if (policy === null) return;
    await save(async () => t('clients.sla.saved', { n: (await core.call('policy.save', { contract: detail.contract.id, ...policy })).version }));
  };
  return (
    <Dialog title={t('clients.sla.changeTitle')} onClose={onClose} keepOnOutsidePress testId="policy-dialog" width={640} footer={<Button kind="primary" busy={busy} disabled={policy === null} type="submit" form="policy-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="policy-form" error={error} onSubmit={submit}>
          <p className={styles['note']}>{t('clients.sla.changeText')}</p>
          <PolicyFields draft={draft} onChange={setDraft} others={others} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
