import { AppError } from '#shared/errors.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { reportDetails } from './report-details.ts';
import { scopeOf, serviceReport, type ReportQuestion } from './service-report.ts';

const checked = (question: ReportQuestion): ReportQuestion => {
  if (question.to < question.from) throw new AppError('interval_invalid', {});
  return question;
};

/** The control of the service, from the desk's own copy: it is answered without a connection. */
export const createReports = (spine: Spine): Part<'report.service' | 'report.details'> => ({
  'report.service': (question) => serviceReport(spine.db, checked(question), spine.clock.now()),
  'report.details': (question) => reportDetails(spine.db, scopeOf(checked(question))),
});
