import { useTranslation } from 'react-i18next';
import type { Issue, IssueCode } from '#shared/domain/contract/issue.ts';
import { es } from '../../i18n/es/index.ts';

const isOfCalendar = (code: IssueCode): code is keyof typeof es.clients.calendar.issue => Object.hasOwn(es.clients.calendar.issue, code);

/** What is wrong with a calendar, in words. */
export const useIssueText = (): ((issue: Issue) => string) => {
  const { t } = useTranslation();
  return ({ message }) => (isOfCalendar(message) ? t(`clients.calendar.issue.${message}`) : t('clients.wizard.bad'));
};
