import { useTranslation } from 'react-i18next';
import { Screen } from '../../ui/screen.tsx';

export const BoardScreen = () => {
  const { t } = useTranslation();
  return (
    <Screen title={t('board.title')} testId="board">
      {null}
    </Screen>
  );
};
