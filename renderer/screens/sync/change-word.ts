import { useTranslation } from 'react-i18next';
import { es } from '../../i18n/es/index.ts';

/** What the person did, in his words; a command of a newer version by its name. */
export const useChangeWord = (): ((command: string) => string) => {
  const { t } = useTranslation();
  return (command) => (Object.hasOwn(es.labels.change, command) ? t(`labels.change.${command as keyof typeof es.labels.change}`) : command);
};
