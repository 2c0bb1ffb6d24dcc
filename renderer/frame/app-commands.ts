import { installHandlers } from '../commands/registry.ts';
import { core } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { clock, day, hoursMinutes } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { clearFilter } from '../screens/board/board-loader.ts';
import { showReturned } from '../screens/board/move-ticket.ts';
import { isFiltering, useBoard } from '../stores/board.ts';
import { closeAgreement, openDialog, showsAgreement, useDialogs } from '../stores/dialogs.ts';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { go, goBack, useRouter } from '../stores/router.ts';
import { useSubject, type Subject } from '../stores/subject.ts';
import { dismissToast, showToast, useToasts } from '../stores/toasts.ts';

const subject = (): Subject | null => useSubject.getState().subject;

const turnHistory = (way: 'undo' | 'redo') => async (): Promise<void> => {
  const { command, place } = await core.call(way === 'undo' ? 'history.undo' : 'history.redo', {});
  await showReturned(command, place, way);
};

/** `t`: stops the timer of this ticket, else starts one here (the running one is stopped in the same change). */
const toggleTimer = async (): Promise<void> => {
  const running = await core.call('timer.get', {});
  const here = subject();
  if (running !== null && (here === null || running.ticket?.id === here.id)) {
    const entry = await core.call('timer.stop', {});
    showToast({ text: t('frame.stopped', { time: clock(entry.seconds ?? 0), code: entry.ticket?.code ?? entry.task ?? '' }), undo: true });
    return;
  }
  if (here === null) {
    showToast({ text: t('frame.needTicket') });
    return;
  }
  const { zone } = await shell.call('shell.info', {});
  await core.call('timer.start', { ticket: here.id, tz: zone });
  const bank = await core.call('hours.bank', { ticket: here.id });
  showToast({
    text: t('frame.started', { code: here.code }),
    undo: true,
    ...(bank === null ? {} : { detail: t(bank.afterMin < 0 ? 'frame.bankOver' : 'frame.bankLeft', { time: hoursMinutes(Math.abs(bank.afterMin) * 60), date: day(`${bank.expiresOn}T12:00:00.000Z`) }) }),
  });
};

const capture = (again: boolean) => async (): Promise<void> => {
  const here = subject();
  const label = here === null ? t('frame.captureNoTicket') : t('frame.captureLabel', { code: here.code });
  const outcome = await shell.call('capture.region', { ticket: here?.id ?? null, label, again });
  if (outcome.is === 'cancelled') return;
  const draft = (await core.call('evidence.drafts', {})).find((one) => one.id === outcome.draft);
  if (draft !== undefined) openDialog({ kind: 'evidence', draft });
};

/** Esc closes one thing: the sheet, then the message, then the screen that lies over the board. */
const closeOne = (): void => {
  const { route } = useRouter.getState();
  if (useDialogs.getState().agreement !== null && showsAgreement(route)) closeAgreement();
  else if (useToasts.getState().toast !== null) dismissToast();
  else if (route.name !== 'board') goBack();
};

/** What the commands of the whole app do. Once, at the start. */
export const installAppCommands = (): void =>
  installHandlers({
    'palette.open': () => openDialog({ kind: 'palette' }),
    'search.open': () => openDialog({ kind: 'palette' }),
    'help.keys': () => openDialog({ kind: 'shortcuts' }),
    'go.board': () => go({ name: 'board' }),
    'go.inbox': () => go({ name: 'inbox' }),
    'go.myDay': () => go({ name: 'my-day' }),
    'go.clients': () => go({ name: 'clients' }),
    'go.hours': () => go({ name: 'hours' }),
    'go.reports': () => go({ name: 'reports' }),
    'go.sync': () => go({ name: 'sync' }),
    'go.settings': () => go({ name: 'settings' }),
    'import.open': () => go({ name: 'import' }),
    'go.back': goBack,
    'ticket.create': () => openDialog({ kind: 'create-ticket' }),
    'chat.paste': () => openDialog({ kind: 'paste-chat' }),
    'client.form': () => openDialog({ kind: 'client-form' }),
    'timer.toggle': toggleTimer,
    'timer.stopAndNote': async () => {
      if ((await core.call('timer.get', {})) !== null) openDialog({ kind: 'stop-timer' });
    },
    'capture.region': capture(false),
    'capture.repeat': capture(true),
    'history.undo': turnHistory('undo'),
    'history.redo': turnHistory('redo'),
    'sync.now': async () => {
      await core.call('sync.now', {});
      showToast({ text: t('frame.synced') });
    },
    'view.sidebar': () => setPreferences({ sidebar: usePreferences.getState().sidebar === 'open' ? 'collapsed' : 'open' }),
    'layer.close': closeOne,
    'board.clearFilter': { run: clearFilter, when: () => isFiltering(useBoard.getState().filter) },
    'ticket.clientLink': {
      run: () => {
        const here = subject();
        if (here !== null) openDialog({ kind: 'client-link', ticket: here.id, code: here.code });
      },
      when: () => subject() !== null,
    },
    'ticket.copyReference': {
      run: async () => {
        const here = subject();
        if (here === null) return;
        await shell.call('clipboard.write', { text: `${here.code} ${here.title}` });
        showToast({ text: t('frame.referenceCopied', { code: here.code }) });
      },
      when: () => subject() !== null,
    },
  });
