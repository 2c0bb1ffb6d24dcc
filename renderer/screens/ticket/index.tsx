import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const TicketScreen = (_: { readonly id: string }) => {
  const { t } = useTranslation();
  return <Screen title={t('ticket.title')}>{null}</Screen>;
};
