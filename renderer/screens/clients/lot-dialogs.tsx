import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LotView } from '#shared/contract/contract-views.ts';
import { core } from '../../engine/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Segments } from '../../ui/segments.tsx';
import { hours, readMinutes } from './amounts.ts';
import { todayHere, yearAfter } from './dates.ts';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

/** A purchase (or a month's hours, or what was carried over): one more lot; none is ever changed. */
export const LotDialog = ({ contract, onClose }: { readonly contract: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [amount, setAmount] = useState('');
  const [kind, setKind] = useState<'purchase' | 'monthly' | 'carry_over'>('purchase');
  const [from, setFrom] = useState(todayHere());
  const [to, setTo] = useState(yearAfter(todayHere()));
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const { busy, error, save } = useSaving(onClose);
  const minutes = readMinutes(amount);
  const wrong = minutes === null || minutes === 0;
  const reversed = to < from;
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (wrong || reversed) return;
    await save(async () => {
      await core.call('lot.add', { contract, kind, minutes, valid_from: from, expires_on: to, note: note.trim() === '' ? null : note.trim() });
      return t('clients.hours.saved');
    });
  };
  return (
    <Dialog title={t('clients.hours.buyTitle')} onClose={onClose} keepOnOutsidePress testId="lot-dialog" width={440} footer={<Button kind="primary" busy={busy} type="submit" form="lot-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="lot-form" error={error} onSubmit={submit}>
          <Segments label={t('clients.hours.kind')} value={kind} onChange={setKind} options={(['purchase', 'monthly', 'carry_over'] as const).map((value) => ({ value, label: t(`clients.hours.kinds.${value}`) }))} />
          <TextField name="amount" label={t('clients.hours.amount')} hint={t('clients.hours.minutesHint')} value={amount} onChange={(event) => setAmount(event.target.value)} error={checked && wrong ? t('clients.sla.bad') : null} />
          <div className={styles['two']}>
            <TextField type="date" label={t('clients.hours.validFrom')} value={from} onChange={(event) => setFrom(event.target.value)} />
            <TextField type="date" label={t('clients.hours.validTo')} value={to} onChange={(event) => setTo(event.target.value)} error={reversed ? t('clients.wizard.reversed') : null} />
          </div>
          <TextField label={t('clients.hours.note')} optional value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};

/** Hours given or taken by hand: a movement more, with its reason. */
export const AdjustDialog = ({ view, name, onClose }: { readonly view: LotView; readonly name: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const { busy, error, save } = useSaving(onClose);
  const taken = /^[-−]/u.test(amount.trim());
  const read = readMinutes(amount.trim().replace(/^[-−+]/u, ''));
  const wrong = read === null || read === 0;
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (wrong || note.trim() === '') return;
    await save(async () => {
      await core.call('lot.adjust', { lot: view.lot.id, minutes: taken ? -read : read, work_date: todayHere(), note: note.trim() });
      return t('clients.hours.adjusted');
    });
  };
  return (
    <Dialog title={t('clients.hours.adjustOf', { name })} onClose={onClose} keepOnOutsidePress testId="adjust-dialog" width={440} footer={<Button kind="primary" busy={busy} type="submit" form="adjust-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="adjust-form" error={error} onSubmit={submit}>
          <p className={styles['note']}>{t('clients.hours.remaining', { hours: hours(view.leftMin) })}</p>
          <TextField label={t('clients.hours.amount')} hint={t('clients.hours.adjustHint')} value={amount} onChange={(event) => setAmount(event.target.value)} error={checked && wrong ? t('clients.sla.bad') : null} />
          <TextField label={t('clients.hours.reason')} value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} error={checked && note.trim() === '' ? t('common.required') : null} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
