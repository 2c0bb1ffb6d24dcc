import { board } from './board.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { evidence } from './evidence.ts';
import { firstRun } from './first-run.ts';
import { frame } from './frame.ts';
import { importing } from './import.ts';
import { intake } from './intake.ts';
import { labels } from './labels.ts';
import { missing } from './missing.ts';
import { myDay } from './my-day.ts';
import { people } from './people.ts';
import { reports } from './reports.ts';
import { settings } from './settings.ts';
import { sync } from './sync.ts';
import { ticket } from './ticket.ts';

export const es = { board, commands, common, errors, evidence, firstRun, frame, importing, intake, labels, missing, myDay, people, reports, settings, sync, ticket } as const;
