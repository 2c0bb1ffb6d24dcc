import { CloudDownload, CloudOff, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvidenceView } from '#shared/contract/views.ts';
import { core } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import styles from './evidence.module.css';

/** Hashes whose bytes came to this desk while the window is open: the ticket's view may not know yet. */
const arrived = new Set<string>();

interface EvidencePictureProps {
  readonly evidence: EvidenceView;
  readonly alt: string;
  readonly thumbnail?: boolean;
}

/** The picture itself; where its bytes are still elsewhere, it fetches them and says so. */
export const EvidencePicture = ({ evidence, alt, thumbnail = false }: EvidencePictureProps) => {
  const { t } = useTranslation();
  const { sha256, local } = evidence;
  const [state, setState] = useState<'here' | 'fetching' | 'away'>(local || arrived.has(sha256) ? 'here' : 'fetching');
  const here = local || state === 'here';
  useEffect(() => {
    if (here) return undefined;
    let live = true;
    core
      .call('evidence.fetch', { sha256 })
      .then(() => {
        arrived.add(sha256);
        if (live) setState('here');
      })
      // Without a connection the bytes stay where they are: the placeholder says it, the next visit asks again.
      .catch((error: unknown) => live && asAppError(error).code !== 'core_down' && setState('away'));
    return () => {
      live = false;
    };
  }, [here, sha256]);
  if (here) return <img src={`/evidence/${sha256}`} alt={alt} className={thumbnail ? styles['thumbnail'] : styles['full']} draggable={false} />;
  return (
    <span className={styles['placeholder']} title={t(state === 'fetching' ? 'ticket.evidence.fetching' : 'ticket.evidence.away')}>
      {state === 'fetching' ? <LoaderCircle size={16} aria-hidden="true" /> : thumbnail ? <CloudOff size={16} aria-hidden="true" /> : <CloudDownload size={20} aria-hidden="true" />}
      <span className={thumbnail ? styles['hidden'] : undefined}>{t(state === 'fetching' ? 'ticket.evidence.fetching' : 'ticket.evidence.away')}</span>
    </span>
  );
};
