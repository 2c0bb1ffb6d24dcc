import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { stages, useImportFlow } from './flow.ts';
import styles from './import.module.css';

/** Where one is on the way from a file to tickets. */
export const StepList = () => {
  const { t } = useTranslation();
  const stage = useImportFlow((state) => state.stage);
  const at = stages.indexOf(stage);
  return (
    <ol className={styles['steps']} aria-label={t('importing.stepsLabel')}>
      {stages.map((one, index) => (
        <li key={one} aria-current={index === at ? 'step' : undefined} data-past={index < at || undefined}>
          <span aria-hidden="true">{index < at ? <Check size={12} /> : index + 1}</span>
          {t(`importing.steps.${one}`)}
        </li>
      ))}
    </ol>
  );
};
