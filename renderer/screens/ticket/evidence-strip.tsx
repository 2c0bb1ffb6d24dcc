import { CloudUpload, Crop, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { keysOf, runCommand } from '../../commands/registry.ts';
import { day } from '../../i18n/format.ts';
import { Keys } from '../../ui/kbd.tsx';
import { EvidencePicture } from '../evidence/evidence-picture.tsx';
import { EvidenceViewer } from '../evidence/evidence-viewer.tsx';
import styles from './evidence-strip.module.css';

/** `12 jun`: the year only says something when it is another one. */
const shortDay = (instant: string): string => {
  const text = day(instant);
  return text.replace(new RegExp(`[ ,]*(?:de )?${new Date().getFullYear()}$`, 'u'), '');
};

/** The ticket's pictures at a glance, and the place of the one that is still missing. */
export const EvidenceStrip = ({ detail: { evidence, toClose } }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const missing = toClose.includes('evidence_required');
  return (
    <section className={styles['strip']} aria-label={t('ticket.evidence.label')} data-testid="evidence-strip">
      <ul>
        {evidence.map((one) => (
          <li key={one.id} data-testid="evidence" data-stage={one.stage} data-upload={one.upload}>
            <button type="button" className={styles['picture']} onClick={() => setShown(one.id)} aria-label={[t('ticket.evidence.open', { stage: t(`labels.stage.${one.stage}`), date: shortDay(one.capturedAt) }), one.note].filter((text) => text !== '').join(': ')}>
              <EvidencePicture key={`${one.sha256}${one.local}`} evidence={one} alt="" thumbnail />
            </button>
            <p className={styles['caption']} title={one.note === '' ? undefined : one.note}>
              <b>{t(`labels.stage.${one.stage}`)}</b>
              <span>{shortDay(one.capturedAt)}</span>
              {one.upload === 'pending' ? <CloudUpload size={12} aria-label={t('ticket.evidence.pending')} /> : null}
              {one.visibility === 'client' ? <Eye size={12} aria-label={t('labels.visibility.client')} /> : <EyeOff size={12} aria-label={t('labels.visibility.internal')} />}
            </p>
          </li>
        ))}
        <li>
          <button type="button" className={styles['slot']} aria-label={t('ticket.evidence.capture')} onClick={() => runCommand('capture.region')}>
            <Crop size={16} aria-hidden="true" />
            <Keys keys={keysOf('capture.region') ?? 'p'} />
          </button>
          <p className={styles['caption']} data-missing={missing || undefined}>
            <span>{missing ? t('ticket.evidence.missingAfter') : t('ticket.capture')}</span>
          </p>
        </li>
      </ul>
      {shown === null ? null : <EvidenceViewer evidence={evidence} shown={shown} onShow={setShown} onClose={() => setShown(null)} />}
    </section>
  );
};
