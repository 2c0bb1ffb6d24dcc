import { useTranslation } from 'react-i18next';
import { AppError, isErrorCode } from '#shared/errors.ts';
import { es } from '../../i18n/es/index.ts';
import { count as grouped } from '../../i18n/format.ts';
import { useErrorText } from '../../ui/states.tsx';

export interface ProblemText {
  readonly what: string;
  /** Where or why, when the engine said so. */
  readonly why: string | null;
  readonly todo: string;
  readonly id: string | null;
}

const csvReason = (reason: unknown): keyof typeof es.importing.why.reason => {
  if (reason === 'binary') return 'binary';
  if (reason === 'CSV_QUOTE_NOT_CLOSED') return 'quote';
  return reason === 'CSV_MAX_RECORD_SIZE' ? 'record' : 'other';
};

const isZipReason = (reason: unknown): reason is keyof typeof es.importing.why.zip => typeof reason === 'string' && Object.hasOwn(es.importing.why.zip, reason);

/** What went wrong with a file or a run, where, and what to do about it. */
export const useProblemText = (): ((error: AppError) => ProblemText) => {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (error) => {
    const text = { ...errorText(error), why: null };
    const { line, reason, found, tickets } = error.details;
    switch (error.code) {
      case 'csv_corrupt': {
        const where = typeof line === 'number' ? `${t('importing.why.line', { line: grouped(line) })} ` : '';
        // What is no text has no line that one could look at.
        return { ...text, why: reason === 'binary' ? t('importing.why.reason.binary') : `${where}${t(`importing.why.reason.${csvReason(reason)}`)}`, todo: reason === 'binary' ? '' : text.todo };
      }
      case 'zip_corrupt':
        return isZipReason(reason) ? { ...text, why: t(`importing.why.zip.${reason}`), todo: reason === 'too_large' ? '' : text.todo } : text;
      case 'zip_without_csv':
        return typeof found === 'number' && found > 1 ? { ...text, what: t('importing.why.several', { n: found }), todo: '' } : text;
      case 'undo_blocked':
        if (reason === 'worked_on' && typeof tickets === 'number') return { ...text, why: t('importing.why.worked_on', { count: tickets, n: grouped(tickets) }), todo: t('importing.why.worked_on_todo') };
        return reason === 'not_done' ? { ...text, why: t('importing.why.not_done'), todo: '' } : text;
      default:
        return text;
    }
  };
};

/** The error that a run ended with. */
export const errorOfRun = (error: { readonly code: string; readonly details: Readonly<Record<string, unknown>> }): AppError => new AppError(isErrorCode(error.code) ? error.code : 'internal', error.details);
