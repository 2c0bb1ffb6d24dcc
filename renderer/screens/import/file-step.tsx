import { FileUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { goOn, useImportFlow } from './flow.ts';
import styles from './import.module.css';

/** Choose a file, or drop one; what the import does is told here once. */
export const FileStep = ({ onPick }: { readonly onPick: () => void }) => {
  const { t } = useTranslation();
  const { inspection, busy } = useImportFlow();
  return (
    <div className={styles['zone']}>
      <EmptyState
        icon={<FileUp size={24} aria-hidden="true" />}
        title={t('importing.emptyTitle')}
        text={t('importing.emptyText')}
        keys="Enter"
        action={
          <>
            <ul className={styles['teach']}>
              {(['one', 'two', 'three'] as const).map((line) => (
                <li key={line}>{t(`importing.teach.${line}`)}</li>
              ))}
            </ul>
            <div className={styles['buttons']}>
              <Button kind="primary" icon={<FileUp size={14} aria-hidden="true" />} busy={busy === 'reading'} onClick={onPick} data-testid="import-pick">
                {t('importing.pick')}
              </Button>
              {inspection === null ? null : (
                <Button className={styles['goOn'] ?? ''} title={inspection.name} onClick={goOn}>
                  {t('importing.goOn', { name: inspection.name })}
                </Button>
              )}
            </div>
          </>
        }
      />
    </div>
  );
};
