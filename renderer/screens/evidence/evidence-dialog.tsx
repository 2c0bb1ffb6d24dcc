import { Check, Eye, Lock, ShieldCheck, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvidenceDraft } from '#shared/contract/views.ts';
import { evidenceStages, type EvidenceStage, type Visibility } from '#shared/domain/enums.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { bytes } from '../../i18n/format.ts';
import { useSubject } from '../../stores/subject.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboChoice } from '../../ui/combobox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { Segments } from '../../ui/segments.tsx';
import { TicketPicker } from '../my-day/ticket-picker.tsx';
import { ticketName } from '../my-day/use-ticket-options.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { useDraftSaver } from './use-draft-saver.ts';
import styles from './evidence.module.css';

const CAPTION_LIMIT = 140;

interface EvidenceDialogProps {
  readonly draft: EvidenceDraft;
  readonly onClose: () => void;
}

/** The ticket that the draft names, with its title; else the one that is in focus. */
const useFirstTicket = (draft: EvidenceDraft): ComboChoice | null | undefined => {
  const [subject] = useState(() => useSubject.getState().subject);
  const wanted = draft.ticket ?? subject?.id ?? null;
  const { data } = useQuery('ticket.get', wanted === null ? null : { id: wanted }, []);
  if (wanted === null) return null;
  return data === undefined ? undefined : { is: 'known', id: wanted, name: ticketName({ code: data.code, title: data.ticket.title }) };
};

/** Captions, files and attaches a capture. Everything is kept as a draft while it is written; closing keeps it. */
export const EvidenceDialog = ({ draft, onClose }: EvidenceDialogProps) => {
  const { t } = useTranslation();
  const first = useFirstTicket(draft);
  const [chosen, setChosen] = useState<ComboChoice | null>(null);
  const [note, setNote] = useState(draft.note);
  const [stage, setStage] = useState<EvidenceStage>(draft.stage);
  const [visibility, setVisibility] = useState<Visibility>(draft.visibility);
  const [fault, setFault] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [broken, setBroken] = useState(false);
  const caption = useRef<HTMLTextAreaElement>(null);
  const ticket = chosen ?? first ?? null;
  const ticketId = ticket?.is === 'known' ? ticket.id : null;
  const saver = useDraftSaver(draft, { note, stage, visibility, ticket: ticketId });

  const attach = async (): Promise<void> => {
    if (busy) return;
    if (ticketId === null) {
      setFault(true);
      return;
    }
    setBusy(true);
    try {
      await saver.stop();
      await core.call('evidence.attach', { draft: draft.id, ticket: ticketId, stage, visibility, note: note.trim() });
      showToast({ text: t('evidence.attached', { code: ticket?.name.split(' ')[0] ?? '' }) });
      onClose();
    } catch (error) {
      saver.resume();
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  const discard = async (): Promise<void> => {
    try {
      await saver.stop();
      await core.call('evidence.discard', { draft: draft.id });
      showToast({ text: t('evidence.discarded') });
      onClose();
    } catch (error) {
      showError(error);
    }
  };
  const close = (): void => {
    saver.stop().catch(showError);
    showToast({ text: t('evidence.kept') });
    onClose();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || asking) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        attach().catch(showError);
        return;
      }
      const target = event.target instanceof Element ? event.target : null;
      const choice = evidenceStages[Number(event.key) - 1];
      if (choice === undefined || event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea') !== null) return;
      event.preventDefault();
      setStage(choice);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  const seen = note.trim() === '' ? t('evidence.seesNoNote', { stage: t(`labels.stage.${stage}`) }) : t('evidence.seesStage', { stage: t(`labels.stage.${stage}`), note: note.trim() });
  return (
    <Dialog
      title={t('evidence.newTitle')}
      onClose={close}
      width={1120}
      initialFocus={caption}
      keepOnOutsidePress
      testId="evidence-dialog"
      className={styles['dialog'] ?? ''}
      footer={
        <>
          <Button kind="danger" icon={<Trash2 size={14} aria-hidden="true" />} onClick={() => setAsking(true)}>
            {t('evidence.discard')}
          </Button>
          <span className={styles['space']} />
          <span className={styles['saved']} data-testid="draft-state">
            {saver.state === 'saved' ? <Check size={14} aria-hidden="true" /> : null}
            {t(saver.state === 'saved' ? 'evidence.saved' : 'evidence.saving')}
          </span>
          <Button kind="ghost" keys="Escape" onClick={close}>
            {t('evidence.later')}
          </Button>
          <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void attach()}>
            {t('evidence.attach')}
          </Button>
        </>
      }
    >
      <div className={styles['body']}>
        <div className={styles['canvas']}>
          {broken ? <p className={styles['broken']}>{t('evidence.damaged')}</p> : <img src={`/evidence/draft/${draft.id}`} alt={note.trim() === '' ? t('evidence.picture', { width: draft.width, height: draft.height }) : note} onError={() => setBroken(true)} />}
          <p className={styles['facts']}>
            <span>{`${draft.width} × ${draft.height} px`}</span>
            <span>{bytes(draft.bytes)}</span>
            <span>
              <ShieldCheck size={14} aria-hidden="true" /> {t('evidence.noMetadata')}
            </span>
          </p>
        </div>
        <div className={styles['side']}>
          <div className={styles['group']}>
            <p className={styles['label']}>
              {t('evidence.stage')} <Keys keys="1 2 3" />
            </p>
            <Segments label={t('evidence.stage')} value={stage} onChange={setStage} options={evidenceStages.map((value) => ({ value, label: t(`labels.stage.${value}`) }))} />
          </div>
          <div className={styles['group']}>
            <p className={styles['label']}>{t('evidence.visibility')}</p>
            <Segments
              label={t('evidence.visibility')}
              value={visibility}
              onChange={setVisibility}
              options={[
                { value: 'client', label: t('evidence.client'), icon: <Eye size={14} aria-hidden="true" /> },
                { value: 'internal', label: t('evidence.internal'), icon: <Lock size={14} aria-hidden="true" /> },
              ]}
            />
          </div>
          <TextArea ref={caption} label={t('evidence.caption')} rows={3} value={note} placeholder={t('evidence.captionPlaceholder')} onChange={(event) => setNote(event.target.value)} hint={t('evidence.captionCount', { count: note.length, limit: CAPTION_LIMIT })} maxLength={CAPTION_LIMIT} />
          {first === undefined ? null : (
            <TicketPicker
              value={ticket}
              error={fault && ticketId === null ? t('evidence.ticketRequired') : undefined}
              onChange={(choice) => {
                setChosen(choice);
                setFault(false);
              }}
            />
          )}
          <div className={styles['sees']} data-visibility={visibility}>
            <p className={styles['label']}>{t('evidence.sees')}</p>
            <p data-testid="client-sees">{visibility === 'internal' ? t('evidence.seesNothing') : seen}</p>
          </div>
        </div>
      </div>
      {asking ? <DiscardDialog onKeep={() => setAsking(false)} onDiscard={() => void discard()} /> : null}
    </Dialog>
  );
};
