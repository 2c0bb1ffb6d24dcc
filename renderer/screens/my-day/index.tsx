import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const MyDayScreen = () => {
  const { t } = useTranslation();
  return <Screen title={t('myDay.title')}>{null}</Screen>;
};
