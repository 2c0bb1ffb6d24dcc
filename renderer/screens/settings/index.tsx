import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const SettingsScreen = () => {
  const { t } = useTranslation();
  return <Screen title={t('settings.title')}>{null}</Screen>;
};
