import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hoursStages, type HoursGroup, type HoursStage } from '#shared/contract/hours-views.ts';
import type { TimeEntryView } from '#shared/contract/views.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { hoursMinutes, time, weekday } from '../../i18n/format.ts';
import { useDesk } from '../../stores/desk.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { showToast } from '../../stores/toasts.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import styles from './hours.module.css';

interface RowProps {
  readonly entry: TimeEntryView;
  readonly chosen: boolean;
  readonly focused: boolean;
  readonly onToggle: () => void;
  readonly onFocus: () => void;
}

const EntryRow = ({ entry, chosen, focused, onToggle, onFocus }: RowProps) => {
  const { t } = useTranslation();
  const what = entry.ticket === null ? (entry.task ?? '') : `${entry.ticket.code} ${entry.ticket.title}`;
  return (
    <tr tabIndex={focused ? 0 : -1} data-row={entry.id} data-focused={focused || undefined} data-testid="hours-row" data-status={entry.status} onFocus={onFocus}>
      <td>
        <input type="checkbox" className={styles['check']} checked={chosen} disabled={entry.overlaps} tabIndex={-1} aria-label={t('hours.choose', { what })} onChange={onToggle} />
      </td>
      <td>{weekday(entry.start)}</td>
      <td className={styles['quiet']}>{`${time(entry.start)}–${entry.end === null ? '' : time(entry.end)}`}</td>
      <td>{entry.user.name}</td>
      <td className={styles['what']} title={what}>
        {what}
        {entry.note === '' ? null : <span className={styles['quiet']}>{` · ${entry.note}`}</span>}
      </td>
      <td className={entry.overlaps || entry.status === 'rejected' ? styles['warn'] : styles['quiet']}>{entry.overlaps ? t('hours.overlaps') : entry.billable ? t(`labels.timeStatus.${entry.status}`) : t('hours.notBillable')}</td>
      <td>{hoursMinutes(entry.seconds ?? 0)}</td>
    </tr>
  );
};

const approveWord: Readonly<Record<HoursStage, 'submit' | 'approve' | 'clientApprove' | null>> = { mine: 'submit', lead: 'approve', client: 'clientApprove', approved: null };
const rejectWord: Readonly<Record<HoursStage, 'reject' | 'clientReject' | 'reverse' | null>> = { mine: null, lead: 'reject', client: 'clientReject', approved: 'reverse' };

/** *Horas por aprobar*: sent by who worked them, looked at by a lead, approved by the client, in batches. */
export const HoursScreen = () => {
  const { t } = useTranslation();
  const leads = useDesk((state) => state.session?.user?.role !== 'consultant');
  const me = useDesk((state) => state.session?.user?.id);
  const [stage, setStage] = useState<HoursStage>('mine');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  const { data: groups, error, refetch } = useQuery('hours.list', { stage }, ['time', 'clients', 'board']);
  const all: readonly TimeEntryView[] = (groups ?? []).flatMap((group) => group.entries);
  const index = Math.max(0, all.findIndex((entry) => entry.id === focus));
  const current = all[index] ?? null;
  const picked = all.filter((entry) => chosen.has(entry.id) && !entry.overlaps);
  const groupOf = (entry: TimeEntryView): HoursGroup | undefined => groups?.find((group) => group.entries.includes(entry));
  const toggle = (ids: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) if (on) next.add(id);
      else next.delete(id);
    setChosen(next);
  };
  const step = (by: 1 | -1) => (): void => {
    const next = all[Math.max(0, Math.min(all.length - 1, index + by))];
    if (next === undefined) return;
    setFocus(next.id);
    const row = body.current?.querySelector<HTMLElement>(`[data-row="${next.id}"]`);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  const ids = picked.map((entry) => entry.id);
  const done = (key: 'submitted' | 'reviewed' | 'recalled', count: number): void => {
    setChosen(new Set());
    showToast({ text: t(`hours.${key}`, { count }) });
  };
  /** The client answers for one contract at a time. */
  const contractOf = (): HoursGroup | null => {
    const [first] = picked;
    const group = first === undefined ? undefined : groupOf(first);
    return group?.contract != null && picked.every((entry) => group.entries.includes(entry)) ? group : null;
  };
  const ask = (decision: 'approved' | 'rejected'): void => {
    const group = contractOf();
    if (stage === 'client' && group === null) {
      showToast({ text: t('hours.oneContract') });
      return;
    }
    openDialog({ kind: 'hours-decision', stage, decision, entries: ids, contract: group?.contract?.id ?? null, client: group?.client?.name ?? '', approvers: group?.approvers ?? [] });
    setChosen(new Set());
  };
  const mayLead = leads || stage === 'mine';
  useCommands({
    'hours.next': step(1),
    'hours.previous': step(-1),
    'hours.toggle': { run: () => (current === null || current.overlaps ? undefined : toggle([current.id], !chosen.has(current.id))), when: () => current !== null },
    'hours.all': () => toggle(all.filter((entry) => !entry.overlaps).map((entry) => entry.id), picked.length < all.filter((entry) => !entry.overlaps).length),
    'hours.approve': {
      run: async () => {
        if (stage === 'mine') done('submitted', (await core.call('hours.submit', { entries: ids })).entries);
        else if (stage === 'lead') done('reviewed', (await core.call('hours.review', { entries: ids, decision: 'approved' })).entries);
        else ask('approved');
      },
      when: () => picked.length > 0 && approveWord[stage] !== null && mayLead,
    },
    'hours.reject': { run: () => ask('rejected'), when: () => picked.length > 0 && rejectWord[stage] !== null && mayLead },
    'hours.recall': {
      run: async () => done('recalled', (await core.call('hours.recall', { entries: ids })).entries),
      when: () => stage === 'lead' && picked.length > 0 && picked.every((entry) => entry.user.id === me),
    },
    'hours.open': { run: () => (current?.ticket == null ? undefined : go({ name: 'ticket', id: current.ticket.id })), when: () => current?.ticket != null },
  });
  if (error !== null && groups === undefined) return <ErrorState error={error} onRetry={refetch} />;
  const [approve, reject] = [approveWord[stage], rejectWord[stage]];
  return (
    <Screen
      testId="hours"
      title={t('hours.title')}
      lead={
        <Segments
          label={t('hours.stage')}
          value={stage}
          options={hoursStages.map((value) => ({ value, label: t(`hours.stages.${value}`) }))}
          onChange={(next) => {
            setStage(next);
            setChosen(new Set());
            setFocus(null);
          }}
        />
      }
    >
      {groups === undefined ? null : all.length === 0 ? (
        <EmptyState title={t(`hours.empty.${stage}`)} text={t('hours.emptyText')} keys={keysOf('go.myDay') ?? 'g d'} />
      ) : (
        <>
          <div className={styles['bar']}>
            <span className={styles['chosen']} data-testid="hours-chosen">
              {t('hours.chosen', { count: picked.length, time: hoursMinutes(picked.reduce((sum, entry) => sum + (entry.seconds ?? 0), 0)) })}
            </span>
            <span className={styles['space']} />
            <CommandButton command="hours.all" size="small" kind="ghost">
              {t('hours.all')}
            </CommandButton>
            {stage === 'lead' ? (
              <CommandButton command="hours.recall" size="small" kind="ghost">
                {t('hours.recall')}
              </CommandButton>
            ) : null}
            {reject === null || !mayLead ? null : (
              <CommandButton command="hours.reject" size="small">
                {t(`hours.${reject}`)}
              </CommandButton>
            )}
            {approve === null || !mayLead ? null : (
              <CommandButton command="hours.approve" size="small" kind="primary">
                {t(`hours.${approve}`)}
              </CommandButton>
            )}
          </div>
          <div className={styles['scroll']} ref={body}>
            {groups.map((group) => (
              <section key={group.key} className={styles['group']} aria-label={group.client?.name ?? t('hours.noTicket')} data-testid="hours-group">
                <header className={styles['groupHead']}>
                  <h2>{group.client?.name ?? t('hours.noTicket')}</h2>
                  <span>
                    {[group.contract === null ? t('hours.noContract') : t(`labels.modality.${group.contract.modality}`), hoursMinutes(group.seconds), ...(group.roundedMin === null ? [] : [t('hours.rounded', { time: hoursMinutes(group.roundedMin * 60) })])].join(' · ')}
                  </span>
                </header>
                <table className={styles['table']}>
                  <tbody>
                    {group.entries.map((entry) => (
                      <EntryRow key={entry.id} entry={entry} chosen={chosen.has(entry.id)} focused={entry.id === current?.id} onToggle={() => toggle([entry.id], !chosen.has(entry.id))} onFocus={() => setFocus(entry.id)} />
                    ))}
                  </tbody>
                </table>
              </section>
            ))}
          </div>
        </>
      )}
    </Screen>
  );
};
