import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContractDetail } from '#shared/contract/contract-views.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

const parts = ['terms', 'assumptions', 'limits', 'out_of_scope'] as const;
const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');

const TermsDialog = ({ detail, onClose }: { readonly detail: ContractDetail; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { terms } = detail;
  const [texts, setTexts] = useState(() => Object.fromEntries(parts.map((part) => [part, (terms?.[part] ?? []).join('\n')])));
  const [faq, setFaq] = useState(() => (terms?.faq ?? []).map(({ question, answer }) => `${question} | ${answer}`).join('\n'));
  const { busy, error, save } = useSaving(onClose);
  const submit = (): Promise<void> =>
    save(async () => {
      const questions = lines(faq).map((line) => {
        const [question = '', ...answer] = line.split('|');
        return { question: question.trim(), answer: answer.join('|').trim() };
      });
      const of = (part: (typeof parts)[number]): string[] => lines(texts[part] ?? '');
      const { n } = await core.call('terms.save', { contract: detail.contract.id, terms: of('terms'), assumptions: of('assumptions'), limits: of('limits'), out_of_scope: of('out_of_scope'), faq: questions });
      return t('clients.termsSaved', { n });
    });
  return (
    <Dialog title={t('clients.termsTitle')} onClose={onClose} keepOnOutsidePress testId="terms-dialog" width={640} footer={<Button kind="primary" busy={busy} type="submit" form="terms-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="terms-form" error={error} onSubmit={submit}>
          {parts.map((part) => (
            <TextArea key={part} label={t(`clients.termsParts.${part}`)} hint={t('clients.termsHint')} spellCheck value={texts[part] ?? ''} onChange={(event) => setTexts({ ...texts, [part]: event.target.value })} />
          ))}
          <TextArea label={t('clients.termsParts.faq')} hint={t('clients.termsFaqHint')} spellCheck value={faq} onChange={(event) => setFaq(event.target.value)} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};

/** The texts of the contract in the version that holds; they are the team's own, and each change is another version. */
export const TermsTab = ({ contract, mayWrite }: { readonly contract: string | null; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { data } = useQuery('contract.get', contract === null ? null : { id: contract }, ['clients'], { keep: true });
  if (contract === null) return <EmptyState icon={<FileText size={20} aria-hidden="true" />} title={t('clients.contractsNone')} />;
  if (data === undefined || data.contract.id !== contract) return null;
  const { terms } = data;
  const write = mayWrite ? (
    <Button size="small" onClick={() => setEditing(true)} data-testid="terms-edit">
      {t('clients.termsEdit')}
    </Button>
  ) : null;
  return (
    <section className={styles['section']} data-testid="terms">
      {terms === null ? (
        <EmptyState icon={<FileText size={20} aria-hidden="true" />} title={t('clients.termsNone')} text={t('clients.termsNoneText')} action={write} />
      ) : (
        <>
          <div className={styles['sectionHead']}>
            <h3>{t('clients.termsVersion', { n: terms.n })}</h3>
            <span className={styles['space']} />
            {write}
          </div>
          <div className={styles['texts']}>
            {parts.map((part) => (
              <div key={part}>
                <h4>{t(`clients.termsParts.${part}`)}</h4>
                {(terms[part] ?? []).length === 0 ? <p>{t('clients.termsEmpty')}</p> : <ul>{(terms[part] ?? []).map((text) => <li key={text}>{text}</li>)}</ul>}
              </div>
            ))}
            <h4>{t('clients.termsParts.faq')}</h4>
            {terms.faq.length === 0 ? <p>{t('clients.termsEmpty')}</p> : <ul>{terms.faq.map(({ question, answer }) => <li key={question}>{`${question} ${answer}`}</li>)}</ul>}
          </div>
        </>
      )}
      {editing ? <TermsDialog detail={data} onClose={() => setEditing(false)} /> : null}
    </section>
  );
};
