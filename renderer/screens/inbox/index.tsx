import { Clock, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxItem } from '#shared/contract/inbox-views.ts';
import type { Severity } from '#shared/domain/enums.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { ago, count as grouped, dayTime } from '../../i18n/format.ts';
import { useDesk } from '../../stores/desk.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { setSubject } from '../../stores/subject.ts';
import { showToast } from '../../stores/toasts.ts';
import { Screen } from '../../ui/screen.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { moveTicket } from '../board/move-ticket.ts';
import { followMissing, openAgreement } from '../ticket/missing-links.ts';
import { TriageSide } from './side.tsx';
import { TriageText } from './text.tsx';
import { accept, snoozeUntil } from './triage.ts';
import styles from './inbox.module.css';

interface ItemProps {
  readonly item: InboxItem;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

const Item = ({ item, chosen, onChoose }: ItemProps) => {
  const { t } = useTranslation();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li ref={ref} role="option" aria-selected={chosen} tabIndex={chosen ? 0 : -1} className={styles['item']} data-testid="inbox-item" data-ticket={item.id} onFocus={onChoose}>
      <span className={styles['top']}>
        {item.severity === null ? null : <SeverityBadge lane={item.severity} />}
        <span>{item.code}</span>
        <span className={styles['client']}>{item.client.name}</span>
        <span className={styles['space']} />
        <span>{item.snoozedUntil === null ? ago(item.receivedAt) : dayTime(item.snoozedUntil)}</span>
      </span>
      <span className={styles['title']}>{item.title}</span>
      <span className={styles['who']} data-authorised={item.authorised || undefined}>
        {item.authorised ? <ShieldCheck size={12} aria-hidden="true" /> : <ShieldQuestion size={12} aria-hidden="true" />}
        {item.requester === '' ? t('inbox.unknown') : t(item.authorised ? 'inbox.authorised' : 'inbox.unauthorised', { name: item.requester })}
      </span>
    </li>
  );
};

/** *Bandeja de triaje*: what nobody has classified yet, one by one, each decision one key. */
export const InboxScreen = () => {
  const { t } = useTranslation();
  const me = useDesk((state) => state.session?.user?.id ?? '');
  const { data: inbox, error, refetch } = useQuery('inbox.list', {}, ['board', 'clients']);
  const [wanted, setWanted] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const items = inbox?.items ?? [];
  // Whoever is gone leaves the place to the next.
  const at = Math.max(0, items.findIndex((item) => item.id === wanted));
  const index = items.some((item) => item.id === wanted) ? at : Math.min(place, Math.max(0, items.length - 1));
  const item = items[index] ?? null;
  const { data: detail } = useQuery('ticket.get', item === null ? null : { id: item.id }, item === null ? [] : [`ticket:${item.id}`, 'clients'], { keep: true });
  const current = detail !== undefined && detail.ticket.id === item?.id ? detail : null;
  const choose = (next: number): void => {
    const found = items[Math.max(0, Math.min(items.length - 1, next))];
    if (found === undefined) return;
    setPlace(items.indexOf(found));
    setWanted(found.id);
  };
  useEffect(() => {
    if (current !== null) setSubject({ id: current.ticket.id, code: current.code, title: current.ticket.title, lane: current.ticket.severity ?? 'untriaged', clientId: current.ticket.client, provisional: current.provisional });
  }, [current]);
  useEffect(() => () => setSubject(null), []);
  const has = (): boolean => current !== null;
  const one = (run: () => void | Promise<void>) => ({ run, when: has });
  const toSeverity = (severity: Severity) => one(() => (current === null || current.ticket.severity === severity ? undefined : moveTicket(current.ticket.id, severity, { at: 'top' })));
  const snooze = async (by: 'hours' | 'tomorrow'): Promise<void> => {
    if (item === null) return;
    const until = item.snoozedUntil === null ? snoozeUntil(new Date(), by) : null;
    await core.call('inbox.snooze', { id: item.id, until });
    const back = async (): Promise<void> => void (await core.call('inbox.snooze', { id: item.id, until: null }));
    if (until === null) showToast({ text: t('inbox.awake', { code: item.code }) });
    else showToast({ text: t('inbox.snoozed', { code: item.code, until: dayTime(until) }), action: { label: t('common.undo'), keys: keysOf('inbox.snooze') ?? '', run: back } });
  };
  useCommands({
    'inbox.next': () => choose(index + 1),
    'inbox.previous': () => choose(index - 1),
    'inbox.accept': one(async () => {
      if (current === null) return;
      const missing = await accept(current, me, new Date().toISOString());
      const [first] = missing;
      if (first === undefined) {
        showToast({ text: t('inbox.accepted', { code: current.code }), undo: true });
        return;
      }
      showToast({ text: t('inbox.lacks', { what: t(`missing.${first}`), count: missing.length }) });
      followMissing(first, current, () => undefined);
    }),
    'inbox.duplicate': one(() => (current === null ? undefined : openDialog({ kind: 'duplicate', ticket: current.ticket.id, code: current.code, merge: false }))),
    'inbox.merge': one(() => (current === null ? undefined : openDialog({ kind: 'duplicate', ticket: current.ticket.id, code: current.code, merge: true }))),
    'inbox.decline': one(() => (current === null ? undefined : openDialog({ kind: 'transition', ticket: current.ticket.id, code: current.code, from: current.ticket.state, to: 'cancelled' }))),
    'inbox.snooze': one(() => snooze('hours')),
    'inbox.snoozeTomorrow': one(() => snooze('tomorrow')),
    'inbox.open': one(() => (item === null ? undefined : go({ name: 'ticket', id: item.id }))),
    'ticket.severityS1': toSeverity('S1'),
    'ticket.severityS2': toSeverity('S2'),
    'ticket.severityS3': toSeverity('S3'),
    'ticket.severityS4': toSeverity('S4'),
    'ticket.agree': one(() => (current === null ? undefined : openAgreement(current))),
  });
  if (inbox === undefined) return error === null ? null : <ErrorState error={error} onRetry={refetch} />;
  const firstSnoozed = items.findIndex((each) => each.snoozedUntil !== null);
  const part = (from: number, to: number) => items.slice(from, to).map((each) => <Item key={each.id} item={each} chosen={each.id === item?.id} onChoose={() => choose(items.indexOf(each))} />);
  const awake = firstSnoozed < 0 ? items.length : firstSnoozed;
  return (
    <Screen testId="inbox" title={t('inbox.title')} lead={<span>{t('inbox.waiting', { count: inbox.waiting, shown: grouped(inbox.waiting) })}</span>}>
      {item === null ? (
        <EmptyState title={t('inbox.empty')} text={t('inbox.emptyText')} keys={keysOf('ticket.create') ?? 'c'} />
      ) : (
        <div className={styles['inbox']}>
          <div className={styles['list']}>
            <ul role="listbox" aria-label={t('inbox.title')}>
              {part(0, awake)}
            </ul>
            {awake === items.length ? null : (
              <>
                <h2 className={styles['heading']}>
                  <Clock size={11} aria-hidden="true" /> {t('inbox.later', { count: inbox.snoozed })}
                </h2>
                <ul role="listbox" aria-label={t('inbox.later', { count: inbox.snoozed })}>
                  {part(awake, items.length)}
                </ul>
              </>
            )}
          </div>
          <div className={styles['main']} tabIndex={0} role="region" aria-label={item.title}>
            <div className={styles['actions']}>
              <CommandButton command="inbox.accept" size="small" kind="primary">
                {t('inbox.accept')}
              </CommandButton>
              {(['duplicate', 'merge', 'decline'] as const).map((what) => (
                <CommandButton key={what} command={`inbox.${what}`} size="small">
                  {t(`inbox.${what}`)}
                </CommandButton>
              ))}
              <CommandButton command="inbox.snooze" size="small">
                {t(item.snoozedUntil === null ? 'inbox.snooze' : 'inbox.wake')}
              </CommandButton>
              <CommandButton command="inbox.open" size="small" kind="ghost">
                {t('inbox.open')}
              </CommandButton>
            </div>
            {current === null ? null : <TriageText detail={current} />}
          </div>
          {current === null ? <aside className={styles['side']} /> : <TriageSide key={current.ticket.id} detail={current} />}
        </div>
      )}
    </Screen>
  );
};
