import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const ImportScreen = () => {
  const { t } = useTranslation();
  return <Screen title={t('importing.title')}>{null}</Screen>;
};
