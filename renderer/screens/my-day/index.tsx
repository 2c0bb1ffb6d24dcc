import { CalendarClock, ChevronLeft, ChevronRight, Plus } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeEntryView } from '#shared/contract/views.ts';
import { CommandButton, CommandIcon } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { hoursMinutes, longDay } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Keys } from '../../ui/kbd.tsx';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { dayOf, boundsOf, shiftDay, startOf } from './day.ts';
import { planDay, totalsOf, type DayItem } from './day-plan.ts';
import { EntriesTable } from './entries-table.tsx';
import { draftOfEntry, draftOfSpan, freshDraft, type EntryDraft } from './entry-draft.ts';
import { EntryForm } from './entry-form.tsx';
import { Timeline } from './timeline.tsx';
import { TimerCard } from './timer-card.tsx';
import { Totals } from './totals.tsx';
import { useNow } from './use-now.ts';
import styles from './my-day.module.css';

/** What is being written: a new entry, a hole that is filled, or a correction. */
interface Open {
  readonly key: string;
  readonly draft: EntryDraft;
  readonly entry: TimeEntryView | null;
  readonly title: 'newTitle' | 'editTitle' | 'gapTitle';
}
const NEW = 'new';

export const MyDayScreen = () => {
  const { t } = useTranslation();
  const [day, setDay] = useState(() => dayOf(new Date()));
  const [focused, setFocused] = useState<string | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const body = useRef<HTMLElement>(null);
  const bounds = useMemo(() => boundsOf(day), [day]);
  const { data: entries, error, refetch } = useQuery('time.list', bounds, ['time', 'timer'], { keep: true });
  const { data: running = null } = useQuery('timer.get', {}, ['timer', 'time']);
  const nowMs = useNow(running === null ? 20_000 : 1000);
  const [from, to] = [Date.parse(bounds.from), Date.parse(bounds.to)];
  // The plan follows the clock by the minute: the second hand is the timer card's.
  const minute = Math.floor(nowMs / 60_000);
  const items = useMemo(() => planDay(entries ?? [], from, to, running === null ? minute * 60_000 : Math.max(minute * 60_000, Date.parse(running.start))), [entries, from, to, minute, running]);
  const totals = useMemo(() => totalsOf(items), [items]);
  const current = items.find((item) => item.key === focused) ?? null;

  const focusRow = (key: string): void => {
    setFocused(key);
    body.current?.querySelector<HTMLElement>(`[data-row="${key}"]`)?.focus();
  };
  const openItem = useCallback((item: DayItem): void => {
    if (item.is === 'gap') setOpen({ key: item.key, draft: draftOfSpan(item.start, item.end), entry: null, title: 'gapTitle' });
    else if (item.entry.editable) setOpen({ key: item.key, draft: draftOfEntry(item.entry), entry: item.entry, title: 'editTitle' });
  }, []);
  const close = (saved: TimeEntryView | null): void => {
    const back = saved?.id ?? open?.key ?? null;
    setOpen(null);
    if (back !== null && back !== NEW) requestAnimationFrame(() => focusRow(back));
  };
  const remove = useCallback(
    (item: Extract<DayItem, { is: 'entry' }>): void => {
      core
        .call('time.delete', { id: item.entry.id })
        .then(() => showToast({ text: t('myDay.removed', { time: hoursMinutes((item.end - item.start) / 1000) }), undo: true }))
        .catch(showError);
    },
    [t],
  );
  const flip = useCallback(
    (item: Extract<DayItem, { is: 'entry' }>): void => {
      const billable = !item.entry.billable;
      core
        .call('time.edit', { id: item.entry.id, billable })
        .then(() => showToast({ text: t(billable ? 'myDay.nowBillable' : 'myDay.nowNotBillable'), undo: true }))
        .catch(showError);
    },
    [t],
  );
  const step = (by: number): void => {
    const at = items.findIndex((item) => item.key === focused);
    const next = items[at === -1 ? (by > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) focusRow(next.key);
  };
  const turn = (to_: string): void => {
    setOpen(null);
    setFocused(null);
    setDay(to_);
  };
  const editable = (): boolean => current?.is === 'entry' && current.entry.editable && open === null;
  useCommands({
    'myday.next': { run: () => step(1), when: () => items.length > 0 },
    'myday.previous': { run: () => step(-1), when: () => items.length > 0 },
    'myday.add': () => setOpen({ key: NEW, draft: freshDraft(day, Date.now()), entry: null, title: 'newTitle' }),
    'myday.edit': { run: () => (current === null ? undefined : openItem(current)), when: () => current !== null && open === null },
    'myday.billable': { run: () => (current?.is === 'entry' ? flip(current) : undefined), when: editable },
    'myday.delete': { run: () => (current?.is === 'entry' ? remove(current) : undefined), when: editable },
    'myday.previousDay': () => turn(shiftDay(day, -1)),
    'myday.nextDay': () => turn(shiftDay(day, 1)),
    'myday.today': () => turn(dayOf(new Date())),
  });
  const form = open === null ? null : <EntryForm key={open.key} title={t(`myDay.form.${open.title}`)} draft={open.draft} entry={open.entry} onDone={close} />;
  const dayText = longDay(startOf(day).toISOString());

  return (
    <Screen
      title={t('myDay.title')}
      testId="my-day"
      lead={
        <div className={styles['nav']}>
          <CommandIcon command="myday.previousDay" label={t('myDay.previousDay')} size="small">
            <ChevronLeft size={16} aria-hidden="true" />
          </CommandIcon>
          <span className={styles['dayName']} data-testid="day">
            {dayText}
          </span>
          <CommandIcon command="myday.nextDay" label={t('myDay.nextDay')} size="small">
            <ChevronRight size={16} aria-hidden="true" />
          </CommandIcon>
          <CommandButton command="myday.today" size="small">
            {t('myDay.today')}
          </CommandButton>
        </div>
      }
      actions={
        <CommandButton command="myday.add" kind="primary" icon={<Plus size={14} aria-hidden="true" />}>
          {t('myDay.newEntry')}
        </CommandButton>
      }
    >
      <div className={styles['day']}>
        <div className={styles['left']}>
          <TimerCard running={running} nowMs={nowMs} />
          <Totals totals={totals} />
        </div>
        <Timeline items={items} from={from} to={to} nowMs={nowMs} focused={focused} onPick={focusRow} onOpen={openItem} />
        <section ref={body} className={styles['entries']} aria-label={t('myDay.entries')}>
          <header className={styles['head']}>
            <h2>{t('myDay.entries')}</h2>
            <span>{items.filter((item) => item.is === 'entry').length}</span>
          </header>
          <div className={styles['scroll']}>
            {open?.key === NEW ? <div className={styles['new']}>{form}</div> : null}
            {error === null ? null : <ErrorState error={error} onRetry={refetch} />}
            {entries !== undefined && items.length === 0 && open === null ? (
              <EmptyState icon={<CalendarClock size={20} aria-hidden="true" />} title={t('myDay.empty')} text={t('myDay.emptyText')} keys={keysOf('myday.add') ?? 'n'} />
            ) : null}
            {items.length === 0 ? null : (
              <EntriesTable
                items={items}
                label={t('myDay.entriesOf', { day: dayText })}
                focused={focused}
                openKey={open?.key ?? null}
                form={form}
                onFocus={setFocused}
                onOpen={openItem}
                onDelete={remove}
                onBillable={flip}
              />
            )}
          </div>
          {items.length === 0 ? null : (
            <footer className={styles['hints']} aria-hidden="true">
              <span>
                <Keys keys="j k" /> {t('myDay.hints.move')}
              </span>
              <span>
                <Keys keys="Enter" /> {t('myDay.hints.edit')}
              </span>
              <span>
                <Keys keys="f" /> {t('myDay.hints.billable')}
              </span>
              <span>
                <Keys keys="Delete" /> {t('myDay.hints.remove')}
              </span>
            </footer>
          )}
        </section>
      </div>
    </Screen>
  );
};
