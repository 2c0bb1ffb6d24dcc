import { useTranslation } from 'react-i18next';
import type { TicketState } from '#shared/domain/enums.ts';
import { classes } from './classes.ts';
import styles from './small.module.css';

/** The ticket's state in words; waiting and delivered states stand apart in tone. */
export const StateLabel = ({ state, className }: { readonly state: TicketState; readonly className?: string }) => {
  const { t } = useTranslation();
  return <span className={classes(styles['state'], className)}>{t(`labels.state.${state}`)}</span>;
};
