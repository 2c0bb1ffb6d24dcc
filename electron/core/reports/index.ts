import { AppError } from '#shared/errors.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { serviceReport } from './service-report.ts';

/** The control of the service, from the desk's own copy: it is answered without a connection. */
export const createReports = (spine: Spine): Part<'report.service'> => ({
  'report.service': (question) => {
    if (question.to < question.from) throw new AppError('interval_invalid', {});
    return serviceReport(spine.db, question, spine.clock.now());
  },
});
