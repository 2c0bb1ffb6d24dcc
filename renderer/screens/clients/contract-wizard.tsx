import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '#shared/contract/contract-views.ts';
import { modalities, type Modality } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { chooseContract, chooseTab } from '../../stores/clients.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Select } from '../../ui/select.tsx';
import { readMinutes } from './amounts.ts';
import { newCalendar, readCalendar } from './calendar-draft.ts';
import { CalendarFields } from './calendar-fields.tsx';
import { readTerms, usualTerms } from './contract-draft.ts';
import { todayHere, yearAfter } from './dates.ts';
import { readPolicy, usualPolicy } from './policy-draft.ts';
import { PolicyFields } from './policy-fields.tsx';
import { DateFields, TermsFields } from './terms-fields.tsx';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

type Step = 'modality' | 'calendar' | 'sla' | 'hours';
const stepsOf = (modality: Modality): readonly Step[] => (modality === 'hours_bank' ? ['modality', 'calendar', 'hours'] : ['modality', 'calendar', 'sla', 'hours']);

/** A contract of any of the three modalities, step by step; Enter goes on, and the last one signs it. */
export const ContractWizard = ({ detail, onClose }: { readonly detail: ClientDetail; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { client, calendars } = detail;
  const [at, setAt] = useState(0);
  const [modality, setModality] = useState<Modality>('monthly_sla');
  const [terms, setTerms] = useState(() => usualTerms(todayHere()));
  const [known, setKnown] = useState(calendars[0]?.id ?? 'new');
  const [calendar, setCalendar] = useState(() => newCalendar(t('clients.calendar.title'), client.tz));
  const [policy, setPolicy] = useState(usualPolicy);
  const [amount, setAmount] = useState('');
  const { busy, error, save } = useSaving(onClose);
  const steps = stepsOf(modality);
  const step = steps[at] ?? 'modality';
  const signed = readTerms(terms);
  const hours = readCalendar(calendar);
  const calendarOk = known !== 'new' || (hours.issues.length === 0 && hours.draft.name !== '');
  const agreed = readPolicy(policy);
  const minutes = amount.trim() === '' ? null : readMinutes(amount);
  const lotOk = amount.trim() === '' || (minutes !== null && minutes > 0);
  const datesOk = terms.from !== '' && (terms.to === '' || terms.to >= terms.from);
  const ok: Readonly<Record<Step, boolean>> = { modality: datesOk, calendar: calendarOk, sla: agreed !== null, hours: signed !== null && lotOk };
  const last = at === steps.length - 1;
  const submit = async (): Promise<void> => {
    if (!ok[step]) return;
    if (!last) {
      setAt(at + 1);
      return;
    }
    if (signed === null) return;
    await save(async () => {
      const { id } = await core.call('contract.create', {
        client: client.id,
        modality,
        ...signed,
        calendar: known === 'new' ? { is: 'new', draft: hours.draft } : { is: 'known', id: known },
        policy: modality === 'hours_bank' ? null : agreed,
        lot: minutes === null ? null : { kind: 'purchase', minutes, valid_from: signed.valid_from, expires_on: signed.valid_to ?? yearAfter(signed.valid_from) },
      });
      chooseContract(id);
      chooseTab('contract');
      return t('clients.wizard.created');
    });
  };
  return (
    <Dialog
      title={t('clients.wizard.title', { client: client.name })}
      onClose={onClose}
      keepOnOutsidePress
      testId="contract-wizard"
      width={680}
      footer={
        <>
          <span className={styles['meta']}>{t('clients.wizard.step', { n: at + 1, count: steps.length, name: t(`clients.wizard.steps.${step}`) })}</span>
          <span className={styles['footSpace']} />
          {at === 0 ? null : <Button onClick={() => setAt(at - 1)}>{t('clients.wizard.back')}</Button>}
          <Button kind="primary" busy={busy} disabled={!ok[step]} type="submit" form="contract-form" data-testid="wizard-next">
            {last ? t('clients.wizard.create') : t('clients.wizard.next')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <Form id="contract-form" error={error} onSubmit={submit}>
          {step === 'modality' ? (
            <>
              <div className={styles['choice']}>
                <Segments label={t('clients.wizard.modality')} value={modality} onChange={setModality} options={modalities.map((value) => ({ value, label: t(`labels.modality.${value}`) }))} />
                <p className={styles['note']}>{t(`clients.wizard.modalityText.${modality}`)}</p>
              </div>
              <DateFields draft={terms} onChange={setTerms} />
            </>
          ) : null}
          {step === 'calendar' ? (
            <>
              {calendars.length === 0 ? null : <Select label={t('clients.wizard.useCalendar')} value={known} options={[...calendars.map((each) => ({ value: each.id, label: t('clients.calendar.version', { name: each.name, n: each.version }) })), { value: 'new', label: t('clients.wizard.newCalendar') }]} onChange={setKnown} />}
              {known === 'new' ? <CalendarFields draft={calendar} onChange={setCalendar} /> : null}
            </>
          ) : null}
          {step === 'sla' ? <PolicyFields draft={policy} onChange={setPolicy} /> : null}
          {step === 'hours' ? (
            <>
              {modality === 'hours_bank' ? <TextField name="lot" label={t('clients.wizard.firstLot')} optional hint={t('clients.wizard.lotHint')} value={amount} onChange={(event) => setAmount(event.target.value)} error={lotOk ? null : t('clients.sla.bad')} /> : null}
              <TermsFields draft={terms} onChange={setTerms} />
            </>
          ) : null}
        </Form>
      </DialogBody>
    </Dialog>
  );
};
