import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRef, TeamMember, TicketDetail, TimeEntryView } from '#shared/contract/views.ts';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { keysOf } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { dayTime, hoursMinutes, weekday, time } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { dayOf } from '../my-day/day.ts';
import { draftOfEntry, freshDraft, type EntryDraft } from '../my-day/entry-draft.ts';
import { EntryDialog } from '../my-day/entry-dialog.tsx';
import { ticketName } from '../my-day/use-ticket-options.ts';
import { useNow } from '../my-day/use-now.ts';
import { CloseChecklist } from './close-checklist.tsx';
import { ClosingSection } from './closing-section.tsx';
import { openAgreement } from './missing-links.ts';
import { Properties } from './properties.tsx';
import styles from './panel.module.css';

interface PanelProps {
  readonly detail: TicketDetail;
  readonly users: readonly TeamMember[];
  readonly clients: readonly PersonRef[];
  readonly showPanel: () => void;
}

/** Right of the thread: what is missing, hours, properties, agreements and time entries. */
export const Panel = ({ detail, users, clients, showPanel }: PanelProps) => {
  const { t } = useTranslation();
  return (
    <aside className={styles['panel']} aria-label={t('ticket.props.label')} data-testid="properties">
      <CloseChecklist detail={detail} showPanel={showPanel} />
      <hr />
      <Hours detail={detail} />
      <hr />
      <Properties key={detail.ticket.id} detail={detail} users={users} clients={clients} />
      <hr />
      <Agreements detail={detail} />
      <hr />
      <ClosingSection detail={detail} />
      <hr />
      <Entries key={`entries ${detail.ticket.id}`} detail={detail} />
    </aside>
  );
};

const Hours = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const running = detail.entries.filter((entry) => entry.end === null);
  const now = useNow(running.length > 0 ? 10_000 : null);
  const runningSec = running.reduce((total, entry) => total + Math.max(0, (now - Date.parse(entry.start)) / 1000), 0);
  return (
    <section aria-label={t('ticket.props.hours')}>
      <h2 className={styles['heading']}>{t('ticket.props.hours')}</h2>
      <p className={styles['pair']}>
        <span>{t('ticket.props.spent')}</span>
        <span>
          <b data-testid="spent">{hoursMinutes(detail.spentSec)}</b> {running.length === 0 ? null : t('ticket.props.running', { time: hoursMinutes(runningSec) })}
        </span>
      </p>
    </section>
  );
};

const Agreements = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  return (
    <section aria-label={t('ticket.agreements.title')} data-testid="agreements">
      <h2 className={styles['heading']}>
        {t('ticket.agreements.title')}
        <Button size="small" kind="ghost" icon={<Plus size={14} aria-hidden="true" />} onClick={() => openAgreement(detail)}>
          {t('ticket.agreements.add')}
        </Button>
      </h2>
      {detail.agreements.length === 0 ? <p className={styles['none']}>{detail.ticket.severity === null ? t('ticket.agreements.needSeverity') : t('ticket.agreements.empty')}</p> : null}
      <ul className={styles['facts']}>
        {detail.agreements.toReversed().map((agreement) => (
          <li key={agreement.id}>
            <p className={styles['factTop']}>
              {agreement.from === null ? null : (
                <>
                  <SeverityBadge lane={agreement.from} /> <span aria-hidden="true">→</span>
                </>
              )}
              <SeverityBadge lane={agreement.to} />
              <span className={styles['mode']}>{t(`labels.mode.${agreement.mode}`)}</span>
            </p>
            <p className={styles['quote']}>{`«${agreement.impact}»`}</p>
            <p className={styles['meta']}>{t('ticket.agreements.line', { contact: agreement.contact, channel: t(`labels.channel.${agreement.channel}`), when: dayTime(agreement.at) })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};

const FEW = 6;

const Entries = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ readonly draft: EntryDraft; readonly entry: TimeEntryView | null } | null>(null);
  const [all, setAll] = useState(false);
  const { ticket, code } = detail;
  const entries = detail.entries.toReversed();
  const shown = all ? entries : entries.slice(0, FEW);
  const remove = (entry: TimeEntryView): void => {
    core
      .call('time.delete', { id: entry.id })
      .then(() => showToast({ text: t('myDay.removed', { time: hoursMinutes(entry.seconds ?? 0) }), undo: true }))
      .catch(showError);
  };
  const add = (): void => setOpen({ draft: { ...freshDraft(dayOf(new Date()), Date.now()), ticket: { is: 'known', id: ticket.id, name: ticketName({ code, title: ticket.title }) } }, entry: null });
  return (
    <section aria-label={t('ticket.entries.title')} data-property="entries" data-testid="ticket-entries">
      <h2 className={styles['heading']}>
        {t('ticket.entries.title')}
        <Button size="small" kind="ghost" icon={<Plus size={14} aria-hidden="true" />} onClick={add}>
          {t('ticket.entries.add')}
        </Button>
      </h2>
      {entries.length === 0 ? (
        <p className={styles['none']}>
          {t('ticket.entries.empty')}. {t('ticket.entries.emptyText')} <Keys keys={keysOf('timer.toggle') ?? 't'} className={styles['inline'] ?? ''} />
        </p>
      ) : null}
      <ul className={styles['facts']}>
        {shown.map((entry) => {
          const when = dayTime(entry.start);
          return (
            <li key={entry.id} className={styles['entry']} data-testid="ticket-entry" data-running={entry.end === null || undefined}>
              <div className={styles['entryText']}>
                <p className={styles['factTop']}>
                  <span>{weekday(entry.start)}</span>
                  <span className={styles['mode']}>{`${time(entry.start)}–${entry.end === null ? t('myDay.now') : time(entry.end)}`}</span>
                </p>
                <p className={styles['meta']}>{[entry.user.name, entry.note === '' ? t('ticket.entries.noNote') : entry.note, ...(entry.billable ? [] : [t('ticket.entries.notBillable')])].join(' · ')}</p>
              </div>
              {entry.editable ? (
                <span className={styles['entryActions']}>
                  <IconButton size="small" label={t('ticket.entries.edit', { when })} onClick={() => setOpen({ draft: draftOfEntry(entry), entry })}>
                    <Pencil size={14} aria-hidden="true" />
                  </IconButton>
                  <IconButton size="small" label={t('ticket.entries.remove', { when })} onClick={() => remove(entry)}>
                    <Trash2 size={14} aria-hidden="true" />
                  </IconButton>
                </span>
              ) : null}
              <b>{entry.seconds === null ? t('ticket.entries.running') : hoursMinutes(entry.seconds)}</b>
            </li>
          );
        })}
      </ul>
      {entries.length > FEW ? (
        <Button size="small" kind="ghost" onClick={() => setAll(!all)}>
          {all ? t('ticket.entries.fewer') : t('ticket.entries.all', { count: entries.length })}
        </Button>
      ) : null}
      {open === null ? null : <EntryDialog title={t(open.entry === null ? 'myDay.form.newTitle' : 'myDay.form.editTitle')} draft={open.draft} entry={open.entry} onClose={() => setOpen(null)} />}
    </section>
  );
};
