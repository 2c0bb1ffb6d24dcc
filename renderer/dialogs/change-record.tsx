import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../engine/core.ts';
import { useQuery } from '../engine/use-query.ts';
import type { DialogRequest } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';

type Request = Extract<DialogRequest, { kind: 'change-record' }>;
const NOBODY = 'nobody';

/** What was changed in the client's system, what could go wrong and the way back. */
export const ChangeRecordDialog = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data: users = [] } = useQuery('user.list', {}, ['people']);
  const [what, setWhat] = useState('');
  const [risk, setRisk] = useState('');
  const [rollback, setRollback] = useState('');
  const [tester, setTester] = useState(NOBODY);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (busy || what.trim() === '') return;
    setBusy(true);
    try {
      await core.call('ticket.recordChange', { ticket: request.ticket, what: what.trim(), risk: risk.trim(), rollback: rollback.trim(), tested_by: tester === NOBODY ? null : tester });
      onClose();
      showToast({ text: t('closing.change.saved', { code: request.code }) });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };
  const people = [{ value: NOBODY, label: t('closing.change.nobody') }, ...users.filter((user) => !user.closed).map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Dialog
      title={t('closing.change.title', { code: request.code })}
      onClose={onClose}
      width={520}
      initialFocus={field}
      keepOnOutsidePress
      testId="change-record"
      footer={
        <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void submit()}>
          {t('closing.change.submit')}
        </Button>
      }
    >
      <DialogBody>
        <TextArea ref={field} rows={3} spellCheck label={t('closing.change.what')} value={what} error={checked && what.trim() === '' ? t('common.required') : null} onChange={(event) => setWhat(event.target.value)} onKeyDown={onKeyDown} />
        <TextArea rows={2} spellCheck optional label={t('closing.change.risk')} value={risk} onChange={(event) => setRisk(event.target.value)} onKeyDown={onKeyDown} />
        <TextArea rows={2} spellCheck optional label={t('closing.change.rollback')} value={rollback} onChange={(event) => setRollback(event.target.value)} onKeyDown={onKeyDown} />
        <Select label={t('closing.change.testedBy')} value={tester} options={people} onChange={setTester} />
      </DialogBody>
    </Dialog>
  );
};
