import { useTranslation } from 'react-i18next';
import { syncModes, type SyncMode } from '#shared/contract/views.ts';
import { core } from '../../engine/core.ts';
import { showError } from '../../stores/toasts.ts';
import { Segments } from '../../ui/segments.tsx';
import styles from './sync.module.css';

/** Whether rows and files go and come; the desk remembers what was chosen. */
export const Mode = ({ mode }: { readonly mode: SyncMode }) => {
  const { t } = useTranslation();
  return (
    <section aria-label={t('sync.mode')} className={styles['pane']} data-testid="sync-mode" data-mode={mode}>
      <h2>{t('sync.mode')}</h2>
      <Segments
        label={t('sync.mode')}
        value={mode}
        onChange={(next) => void core.call('sync.setMode', { mode: next }).catch(showError)}
        options={syncModes.map((value) => ({ value, label: t(`sync.modes.${value}`) }))}
      />
      <p className={styles['hint']}>{t(`sync.modeText.${mode}`)}</p>
    </section>
  );
};
