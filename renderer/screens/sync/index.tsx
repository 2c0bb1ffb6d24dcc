import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const SyncScreen = () => {
  const { t } = useTranslation();
  return <Screen title={t('sync.title')}>{null}</Screen>;
};
