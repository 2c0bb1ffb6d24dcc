import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channels, severityModes, type Channel, type Severity, type SeverityMode } from '#shared/domain/enums.ts';
import type { SeverityAnswers } from '#shared/domain/severity-card.ts';
import { isAvailable, keysOf, runCommand } from '../commands/registry.ts';
import { core } from '../engine/core.ts';
import { useQuery } from '../engine/use-query.ts';
import { askAgreement, closeAgreement, useDialogs } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Combobox, meantBy, type ComboChoice } from '../ui/combobox.tsx';
import { TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { moveTicket } from '../screens/board/move-ticket.ts';
import styles from './dialogs.module.css';

const SeverityCard = lazy(() => import('./severity-card.tsx').then((module) => ({ default: module.SeverityCard })));

/** The answers outlive a change of the severity that they led to. */
const answered = new Map<string, SeverityAnswers>();
const nothingAnswered: SeverityAnswers = { operation: null, alternative: null, request: null };

type Request = NonNullable<ReturnType<typeof useDialogs.getState>['agreement']>;

/** The key of the screen below that leads into the sheet: on a ticket `r` writes a reply. */
const wayIn = (): string | undefined => (['ticket.agree', 'ticket.agreeHere'] as const).filter(isAvailable).map(keysOf)[0];

/**
 * Asks for the severity agreement beside the board. It is no layer and takes no focus by itself: the next key of the
 * screen works on; its own key or Tab goes into it.
 */
export const AgreementSheet = ({ request, hidden }: { readonly request: Request; readonly hidden: boolean }) => {
  const { t } = useTranslation();
  const { data: contacts } = useQuery('contact.list', { client: request.client }, ['clients']);
  const [open, setOpen] = useState(request.focus);
  const [answers, setAnswers] = useState<SeverityAnswers>(() => answered.get(request.ticket) ?? nothingAnswered);
  const [impact, setImpact] = useState('');
  const [contact, setContact] = useState<ComboChoice | null>(null);
  const [typed, setTyped] = useState('');
  const [mode, setMode] = useState<SeverityMode>('impact_changed');
  const [channel, setChannel] = useState<Channel>('phone');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLTextAreaElement>(null);
  const wanted = request.focus || open;
  useEffect(() => {
    if (wanted) first.current?.focus();
  }, [wanted]);

  // The sheet goes while one writes in it: the keyboard goes back to the card.
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-testid=card][data-focused]')?.focus({ preventScroll: true });
      });
    },
    [],
  );

  const save = async (): Promise<void> => {
    setChecked(true);
    const who = meantBy(typed, contact, contacts ?? []);
    if (busy || impact.trim() === '' || who === null) return;
    setBusy(true);
    try {
      await core.call('ticket.agree', {
        id: request.ticket,
        mode,
        impact: impact.trim(),
        contact: who.is === 'known' ? who.id : null,
        contact_name: who.is === 'new' ? who.name : null,
        channel,
      });
      answered.delete(request.ticket);
      closeAgreement();
      showToast({ text: t('board.agreement.saved', { code: request.code }), undo: true });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };

  /** To what the answers come to; the sheet stays open with them. */
  const moveTo = (to: Severity): void => {
    moveTicket(request.ticket, to, { at: 'top' })
      .then(() => {
        const { agreement } = useDialogs.getState();
        if (agreement !== null) askAgreement({ ...agreement, focus: true });
      })
      .catch(showError);
  };

  const words = { code: request.code, to: request.to, from: request.from === 'untriaged' || request.from === null || request.from === request.to ? '' : request.from };
  return (
    <section
      className={styles['sheet']}
      aria-label={t('board.agreement.title')}
      data-testid="agreement-sheet"
      data-sheet=""
      hidden={hidden}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        }
      }}
    >
      <h2 className={styles['sheetTitle']}>{t('board.agreement.title')}</h2>
      <p className={styles['sheetLead']}>{request.from === request.to ? t('board.agreement.leadAgain', words) : words.from === '' ? t('board.agreement.lead', words) : t('board.agreement.leadFrom', words)}</p>
      {wanted ? (
        <>
          <Suspense fallback={null}>
            <SeverityCard
              answers={answers}
              onAnswers={(next) => {
                answered.set(request.ticket, next);
                setAnswers(next);
              }}
              standing={request.to}
              onMove={moveTo}
              onPhrase={() => setImpact((before) => [t(`board.card.phrases.${request.to}`), before.trim()].filter((part) => part !== '').join(' '))}
            />
          </Suspense>
          <TextArea ref={first} rows={2} spellCheck label={t('board.agreement.impact')} placeholder={t('board.agreement.impactPlaceholder')} value={impact} onChange={(event) => setImpact(event.target.value)} error={checked && impact.trim() === '' ? t('board.agreement.impactRequired') : null} />
          <Combobox label={t('board.agreement.contact')} placeholder={t('board.create.requesterPlaceholder')} options={contacts ?? []} value={contact} onChange={setContact} onTyped={setTyped} newLabel={(name) => t('board.create.requesterAs', { name })} emptyText={t('board.create.requesterNone')} error={checked && meantBy(typed, contact, contacts ?? []) === null ? t('board.agreement.contactRequired') : null} />
          <div className={styles['pair']}>
            <Select label={t('board.agreement.mode')} value={mode} options={severityModes.map((value) => ({ value, label: t(`labels.mode.${value}`) }))} onChange={setMode} />
            <Select label={t('board.agreement.channel')} value={channel} options={channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }))} onChange={setChannel} />
          </div>
        </>
      ) : null}
      <div className={styles['sheetFoot']}>
        {request.from === null || wanted ? null : (
          <Button size="small" kind="ghost" keys="mod+z" onClick={() => runCommand('history.undo')}>
            {t('common.undo')}
          </Button>
        )}
        <span className={styles['space']} />
        <Button size="small" kind="ghost" keys="Escape" onClick={closeAgreement}>
          {t('board.agreement.later')}
        </Button>
        {wanted ? (
          <Button size="small" kind="primary" keys="mod+Enter" busy={busy} onClick={() => void save()}>
            {t('board.agreement.submit')}
          </Button>
        ) : (
          <Button size="small" kind="primary" keys={wayIn()} onClick={() => setOpen(true)}>
            {t('board.agreement.write')}
          </Button>
        )}
      </div>
    </section>
  );
};
