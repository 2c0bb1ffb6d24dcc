import type { ReportDetails, ServiceReport } from '#shared/contract/report-views.ts';
import { kinds, severities } from '#shared/domain/enums.ts';
import type { PrintBlock, PrintDocument } from '#shared/print/print-document.ts';
import { count, day, hoursMinutes, localDay, percent, shortDay, time } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import type { DateRange } from './range.ts';
import { figuresOf, laneName, modalityName } from './report-words.ts';
import { reportLanes, sumOf } from './sums.ts';

/** A date that stays on its line. */
const brief = (instant: string): string => shortDay(instant).replaceAll(' ', '\u00A0');

const share = (rows: readonly { readonly name: string; readonly n: number }[]): PrintBlock => {
  const most = Math.max(1, ...rows.map(({ n }) => n));
  return { is: 'bars', bars: rows.map(({ name, n }) => ({ name, value: count(n), share: n / most })) };
};

const promisesOf = (report: ServiceReport) =>
  severities.flatMap((severity) => (['response', 'resolution'] as const).map((clock) => ({ name: `${severity} · ${t(`labels.slaClock.${clock}`)}`, share: report.slaBySeverity[severity][clock] }))).filter(({ share: { of } }) => of > 0);

const promisesTable = (promises: ReturnType<typeof promisesOf>): PrintBlock => ({
  is: 'table',
  head: [t('reports.promise'), t('reports.kept'), t('reports.share'), t('reports.onRecord')],
  rows: promises.map(({ name, share: { met, of, metOnRecord } }) => [name, t('reports.ofClosed', { part: count(met), whole: count(of) }), percent(met, of), percent(metOnRecord, of)]),
  right: [1, 2, 3],
  foot: null,
});

const clientsTable = (report: ServiceReport): PrintBlock => {
  const cells = (counts: ServiceReport['total']): string[] => [
    count(counts.demand), ...reportLanes.map((lane) => count(counts.bySeverity[lane])), percent(counts.sla.response.met, counts.sla.response.of), percent(counts.sla.resolution.met, counts.sla.resolution.of), count(counts.closed), percent(counts.reopened, counts.closed), percent(counts.withEvidence, counts.closed), hoursMinutes(counts.trackedSec),
  ];
  const head = [t('board.client'), t('reports.modality'), t('reports.demand'), ...reportLanes.map(laneName), t('labels.slaClock.response'), t('labels.slaClock.resolution'), t('reports.closed'), t('reports.reopened'), t('reports.evidence'), t('reports.hours')];
  return {
    is: 'table',
    head,
    rows: report.clients.map((row) => [row.client.name, modalityName(row.modality), ...cells(row)]),
    right: head.map((_, column) => column).slice(2),
    foot: report.clients.length < 2 ? null : [t('reports.total'), '', ...cells(report.total)],
  };
};

const ticketsTable = ({ tickets }: ReportDetails): PrintBlock => ({
  is: 'table',
  head: [t('reports.pdf.ticket'), t('reports.pdf.title'), t('reports.pdf.severity'), t('reports.pdf.state'), t('reports.pdf.received'), t('reports.pdf.closed'), t('reports.hours')],
  rows: tickets.map((ticket) => [
    ticket.code, ticket.title, laneName(ticket.lane), t(`labels.state.${ticket.state}`), brief(ticket.receivedAt), ticket.closedAt === null ? '' : brief(ticket.closedAt), ticket.trackedSec === 0 ? '' : hoursMinutes(ticket.trackedSec),
  ]),
  right: [6],
  foot: [t('reports.total'), '', '', '', '', '', hoursMinutes(tickets.reduce((sum, { trackedSec }) => sum + trackedSec, 0))],
});

const entriesTable = ({ entries }: ReportDetails): PrintBlock => ({
  is: 'table',
  head: [t('reports.pdf.date'), t('reports.pdf.ticket'), t('reports.pdf.work'), t('board.consultant'), t('reports.pdf.billable'), t('reports.hours')],
  rows: entries.map((entry) => [`${brief(entry.start)}, ${time(entry.start)}`, entry.code ?? '', entry.what, entry.person, entry.billable ? t('reports.pdf.yes') : t('reports.pdf.no'), hoursMinutes(entry.seconds)]),
  right: [5],
  foot: [t('reports.total'), '', '', '', '', hoursMinutes(entries.reduce((sum, { seconds }) => sum + seconds, 0))],
});

interface ReportPaper {
  readonly report: ServiceReport;
  readonly range: DateRange;
  readonly tz: string;
  readonly lang: PrintDocument['lang'];
  /** The report of one client says each ticket and hour; that of all of them a line for each client. */
  readonly client: { readonly name: string; readonly details: ReportDetails } | null;
  readonly now: Date;
}

/** The report as it goes on paper. */
export const reportDocument = ({ report, range, tz, lang, client, now }: ReportPaper): PrintDocument => {
  const section = (heading: string, ...blocks: PrintBlock[]): PrintDocument['sections'][number] => ({ heading, blocks });
  const promises = promisesOf(report);
  const demand: PrintDocument['sections'] = [
    section(t('reports.pdf.figures'), { is: 'figures', figures: figuresOf(report) }),
    section(t('reports.pdf.bySeverity'), share(reportLanes.map((lane) => ({ name: lane === 'untriaged' ? laneName(lane) : `${lane} · ${t(`labels.severity.${lane}`)}`, n: report.total.bySeverity[lane] })))),
    ...(promises.length === 0 ? [] : [section(t('reports.sla'), promisesTable(promises))]),
    section(t('reports.byKind'), share([...kinds, 'unset' as const].map((kind) => ({ name: kind === 'unset' ? t('reports.noKind') : t(`labels.kind.${kind}`), n: report.byKind[kind] })))),
    section(t('reports.ageing'), share(report.ageing.map(({ bucket, bySeverity }) => ({ name: t(`reports.age.${bucket}`), n: sumOf(bySeverity) })))),
  ];
  const lines =
    client === null
      ? [section(t('reports.byClient'), clientsTable(report))]
      : [section(t('reports.pdf.tickets'), ticketsTable(client.details)), section(t('reports.pdf.hours'), entriesTable(client.details))];
  const modality = report.clients[0]?.modality;
  return {
    lang,
    title: client === null ? t('reports.title') : t('reports.pdf.clientTitle'),
    subtitle: client === null ? t('reports.pdf.everyone') : client.name,
    facts: [
      { name: t('reports.pdf.dates'), value: `${localDay(range.from)} – ${localDay(range.to)}` },
      ...(client === null || modality === undefined ? [] : [{ name: t('reports.modality'), value: modalityName(modality) }]),
      { name: t('reports.pdf.made'), value: `${day(now.toISOString())}, ${time(now.toISOString())} (${tz})` },
    ],
    sections: [...demand, ...lines],
    foot: `${client === null ? t('reports.title') : client.name} · ${localDay(range.from)} – ${localDay(range.to)}`,
  };
};
