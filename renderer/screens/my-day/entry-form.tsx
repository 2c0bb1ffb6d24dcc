import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeEntryView } from '#shared/contract/views.ts';
import { useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { weekday } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { startOf } from './day.ts';
import { endsNextDay, readDraft, withText, writeDuration, type DraftFaults, type EntryDraft } from './entry-draft.ts';
import { TicketPicker } from './ticket-picker.tsx';
import { resolveChoice } from './use-ticket-options.ts';
import styles from './entry-form.module.css';

interface EntryFormProps {
  readonly draft: EntryDraft;
  /** The entry that is corrected; null: a new one. */
  readonly entry: TimeEntryView | null;
  readonly title: string;
  readonly onDone: (saved: TimeEntryView | null) => void;
}

const save = (entry: TimeEntryView | null, draft: EntryDraft, start: string, end: string | null): Promise<TimeEntryView> => {
  const ticket = draft.ticket?.is === 'known' ? draft.ticket.id : null;
  if (entry !== null) {
    return core.call('time.edit', {
      id: entry.id,
      ...(start === entry.start ? {} : { start }),
      ...(end === null || end === entry.end ? {} : { end }),
      ...(draft.note === entry.note ? {} : { note: draft.note }),
      ...(draft.billable === entry.billable ? {} : { billable: draft.billable }),
      ...(ticket === (entry.ticket?.id ?? null) ? {} : { ticket }),
    });
  }
  return core.call('time.add', {
    ticket,
    task: draft.ticket?.is === 'new' ? draft.ticket.name : null,
    start,
    end: end ?? start,
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    note: draft.note,
    billable: draft.billable,
  });
};

/** Writes or corrects an entry in place: Enter saves, Esc leaves it as it was. */
export const EntryForm = ({ draft: given, entry, title, onDone }: EntryFormProps) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(given);
  const [faults, setFaults] = useState<DraftFaults>({});
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const ticketInput = useRef<HTMLInputElement>(null);
  const fault = (field: keyof DraftFaults): string | undefined => (faults[field] === undefined ? undefined : t(`myDay.form.${faults[field]}`));

  useEffect(() => {
    const target = entry === null ? ticketInput.current : first.current;
    target?.focus();
    if (entry !== null) target?.select();
  }, [entry]);

  const submit = async (): Promise<void> => {
    setBusy(true);
    try {
      const meant: EntryDraft = { ...draft, ticket: await resolveChoice(draft.ticket) };
      const read = readDraft(meant, entry, Date.now());
      setFaults(read.ok ? {} : read.faults);
      if (!read.ok) return;
      const saved = await save(entry, meant, read.start, read.end);
      showToast({ text: t(entry === null ? 'myDay.added' : 'myDay.saved', { time: writeDuration(saved.seconds ?? 0) }), undo: true });
      onDone(saved);
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  useCommands({ 'layer.close': () => onDone(null) });
  const change = (field: 'start' | 'end' | 'duration') => (event: { readonly target: { readonly value: string } }) => setDraft(withText(draft, field, event.target.value));

  return (
    <form
      className={styles['form']}
      aria-label={title}
      data-testid="entry-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(showError);
      }}
    >
      <div className={styles['times']}>
        <TextField ref={first} label={t('myDay.form.start')} value={draft.start} onChange={change('start')} error={fault('start')} inputMode="numeric" />
        <TextField label={t('myDay.form.end')} value={draft.running ? '' : draft.end} onChange={change('end')} error={fault('end')} disabled={draft.running} inputMode="numeric" />
        <TextField label={t('myDay.form.duration')} value={draft.running ? '' : draft.duration} onChange={change('duration')} error={fault('duration')} disabled={draft.running} placeholder={t('myDay.form.durationHint')} />
        <p className={styles['day']}>
          {weekday(startOf(draft.day).toISOString())}
          {draft.running ? <span>{t('myDay.form.running')}</span> : null}
          {!draft.running && endsNextDay(draft) ? <span>{t('myDay.form.nextDay')}</span> : null}
        </p>
      </div>
      <TicketPicker inputRef={ticketInput} allowTask={entry === null || entry.ticket === null} value={draft.ticket} onChange={(ticket) => setDraft((now) => ({ ...now, ticket }))} error={fault('ticket')} />
      <TextArea label={t('myDay.form.note')} rows={2} value={draft.note} placeholder={t('myDay.form.notePlaceholder')} onChange={(event) => setDraft({ ...draft, note: event.target.value })} onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          submit().catch(showError);
        }}
      />
      <div className={styles['foot']}>
        <label className={styles['check']}>
          <input type="checkbox" checked={draft.billable} onChange={(event) => setDraft({ ...draft, billable: event.target.checked })} />
          {t('myDay.form.billable')}
        </label>
        <span className={styles['space']} />
        <Button kind="ghost" keys="Escape" onClick={() => onDone(null)}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" kind="primary" keys="mod+Enter" busy={busy}>
          {t('myDay.form.save')}
        </Button>
      </div>
    </form>
  );
};
