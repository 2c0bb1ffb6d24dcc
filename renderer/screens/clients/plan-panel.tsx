import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail, ContractDetail } from '#shared/contract/contract-views.ts';
import { core } from '../../engine/core.ts';
import { day } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

type What = 'diagnosis' | 'plan';
interface PlanProps {
  readonly detail: ContractDetail;
  readonly contacts: ClientDetail['contacts'];
}

const AcceptDialog = ({ detail, contacts, what, onClose }: PlanProps & { readonly what: What; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [contact, setContact] = useState<string | null>(contacts.find((each) => each.authorised)?.id ?? null);
  const { busy, error, save } = useSaving(onClose);
  const submit = async (): Promise<void> => {
    if (contact === null) return;
    await save(async () => {
      await core.call('plan.accept', { contract: detail.contract.id, what, contact, text: text.trim() });
      return t('clients.plan.saved');
    });
  };
  return (
    <Dialog title={t(what === 'diagnosis' ? 'clients.plan.acceptDiagnosis' : 'clients.plan.acceptPlan')} onClose={onClose} keepOnOutsidePress testId="plan-dialog" width={480} footer={<Button kind="primary" busy={busy} disabled={contact === null} type="submit" form="plan-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="plan-form" error={error} onSubmit={submit}>
          {contacts.length === 0 ? <p className={styles['note']}>{t('clients.plan.byNobody')}</p> : <Select label={t('clients.plan.by')} value={contact} options={contacts.map((each) => ({ value: each.id, label: each.name }))} onChange={setContact} />}
          <TextArea label={t('clients.plan.text')} rows={5} spellCheck value={text} onChange={(event) => setText(event.target.value)} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};

/** An Odoo that somebody else built: in which phase it is, and what the client has accepted. The plan opens evolutive work. */
export const PlanPanel = ({ detail, contacts, mayWrite }: PlanProps & { readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<What | null>(null);
  const { plan } = detail;
  if (plan === null) return null;
  const next: What | null = plan.diagnosis_accepted_at === null ? 'diagnosis' : plan.plan_accepted_at === null ? 'plan' : null;
  const said = (at: string | null, by: string | null): string => (at === null ? t('clients.plan.pending') : t('clients.plan.acceptedOn', { date: day(at), name: contacts.find((each) => each.id === by)?.name ?? '—' }));
  const notes = { diagnosis: said(plan.diagnosis_accepted_at, plan.diagnosis_accepted_by), stabilisation: said(plan.plan_accepted_at, plan.plan_accepted_by), improvement: plan.phase === 'improvement' ? t('clients.plan.current') : t('clients.plan.pending') } as const;
  return (
    <section className={styles['section']} data-testid="plan-panel">
      <div className={styles['sectionHead']}>
        <h3>{t('clients.plan.title')}</h3>
        <span className={styles['space']} />
        {mayWrite && next !== null ? (
          <Button size="small" onClick={() => setAsked(next)} data-testid="plan-accept">
            {t(next === 'diagnosis' ? 'clients.plan.acceptDiagnosis' : 'clients.plan.acceptPlan')}
          </Button>
        ) : null}
      </div>
      <ol className={styles['phases']}>
        {(['diagnosis', 'stabilisation', 'improvement'] as const).map((phase) => (
          <li key={phase} className={styles['phase']} aria-current={plan.phase === phase ? 'step' : undefined}>
            <b>{t(`clients.plan.phases.${phase}`)}</b>
            <span className={styles['meta']}>{notes[phase]}</span>
          </li>
        ))}
      </ol>
      {plan.plan_accepted_at === null ? <p className={styles['note']}>{t('clients.plan.gate')}</p> : null}
      {[plan.diagnosis, plan.plan].map((text, index) => (text === null || text === '' ? null : <p key={index === 0 ? 'diagnosis' : 'plan'} className={styles['note']}>{text}</p>))}
      {asked === null ? null : <AcceptDialog detail={detail} contacts={contacts} what={asked} onClose={() => setAsked(null)} />}
    </section>
  );
};
