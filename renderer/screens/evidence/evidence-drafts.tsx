import { Image } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../engine/use-query.ts';
import { ago } from '../../i18n/format.ts';
import { openDialog, useDialogs } from '../../stores/dialogs.ts';
import { Button } from '../../ui/button.tsx';
import styles from './evidence.module.css';

/** One line while captures wait to be attached; it offers the latest. Nothing when there are none. */
export const EvidenceDrafts = () => {
  const { t } = useTranslation();
  const { data: drafts } = useQuery('evidence.drafts', {}, ['evidence']);
  const busy = useDialogs((state) => state.dialog?.kind === 'evidence');
  const latest = drafts?.[0];
  if (drafts === undefined || latest === undefined || busy) return null;
  return (
    <div className={styles['banner']} role="status" data-testid="evidence-drafts">
      <Image size={14} aria-hidden="true" />
      <p>
        <b>{t('evidence.drafts', { count: drafts.length })}</b> {t('evidence.draftsOf', { when: ago(latest.capturedAt) })}
      </p>
      <Button size="small" onClick={() => openDialog({ kind: 'evidence', draft: latest })}>
        {t('evidence.draftsOpen')}
      </Button>
    </div>
  );
};
