import { ChevronLeft, ChevronRight, CloudCheck, CloudUpload, Eye, EyeOff } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvidenceView } from '#shared/contract/views.ts';
import { bytes, dayTime } from '../../i18n/format.ts';
import { Pill } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { EvidencePicture } from './evidence-picture.tsx';
import styles from './evidence.module.css';

interface EvidenceViewerProps {
  readonly evidence: readonly EvidenceView[];
  readonly shown: string;
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}

/** A ticket's evidence, one at a time, with all that is known of it. Arrows go through them. */
export const EvidenceViewer = ({ evidence, shown, onShow, onClose }: EvidenceViewerProps) => {
  const { t } = useTranslation();
  const index = evidence.findIndex((one) => one.id === shown);
  const one = evidence[index];
  const step = (by: number): void => {
    const next = evidence[index + by];
    if (next !== undefined) onShow(next.id);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'ArrowLeft') step(-1);
      if (event.key === 'ArrowRight') step(1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  if (one === undefined) return null;
  const stage = t(`labels.stage.${one.stage}`);
  return (
    <Dialog title={`${stage} · ${dayTime(one.capturedAt)}`} onClose={onClose} width={1120} testId="evidence-viewer" className={styles['dialog'] ?? ''}>
      <div className={styles['viewer']}>
        <div className={styles['canvas']}>
          <EvidencePicture key={one.sha256} evidence={one} alt={one.note === '' ? stage : one.note} />
        </div>
        <footer className={styles['viewerFoot']}>
          <div className={styles['viewerText']}>
            <p data-selectable="">{one.note === '' ? t('ticket.evidence.noNote') : one.note}</p>
            <p className={styles['viewerFacts']}>
              <Pill>{stage}</Pill>
              <span>
                {one.visibility === 'client' ? <Eye size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />} {t(`labels.visibility.${one.visibility}`)}
              </span>
              <span data-upload={one.upload}>
                {one.upload === 'stored' ? <CloudCheck size={14} aria-hidden="true" /> : <CloudUpload size={14} aria-hidden="true" />} {t(`ticket.evidence.${one.upload}`)}
              </span>
              <span>{one.width === null || one.height === null ? bytes(one.bytes) : t('ticket.evidence.size', { width: one.width, height: one.height, bytes: bytes(one.bytes) })}</span>
              <span>{t('ticket.evidence.capturedBy', { name: one.capturedBy })}</span>
            </p>
          </div>
          <span className={styles['of']}>{t('ticket.evidence.of', { index: index + 1, count: evidence.length })}</span>
          <IconButton label={t('ticket.evidence.previous')} keys="ArrowLeft" disabled={index === 0} onClick={() => step(-1)}>
            <ChevronLeft size={16} aria-hidden="true" />
          </IconButton>
          <IconButton label={t('ticket.evidence.next')} keys="ArrowRight" disabled={index === evidence.length - 1} onClick={() => step(1)}>
            <ChevronRight size={16} aria-hidden="true" />
          </IconButton>
        </footer>
      </div>
    </Dialog>
  );
};
