import { ArrowLeft, Crop, Ellipsis, PanelRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import type { Severity } from '#shared/domain/enums.ts';
import { CommandButton, CommandIcon } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { useBoard } from '../../stores/board.ts';
import { openDialog, openTicketMenu } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { setSubject } from '../../stores/subject.ts';
import { announce } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import { Popover } from '../../ui/popover.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { Hint } from '../../ui/tooltip.tsx';
import { moveTicket } from '../board/move-ticket.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { EvidenceStrip } from './evidence-strip.tsx';
import { NextStates } from './next-states.tsx';
import { Panel } from './panel.tsx';
import { SlaLine } from './sla-line.tsx';
import { Stepper } from './stepper.tsx';
import { Thread } from './thread.tsx';
import { isAgreementOpen, openAgreement } from './missing-links.ts';
import { TitleField } from './title-field.tsx';
import styles from './ticket.module.css';

/** The neighbouring ticket of the same lane, by the board's filter. */
const neighbour = async (id: string, by: 1 | -1): Promise<string | null> => {
  const { filter } = useBoard.getState();
  const place = await core.call('board.locate', { ticket: id, filter });
  if (place === null) return null;
  const index = place.index + by;
  if (index < 0 || index >= place.count) return null;
  const page = await core.call('board.page', { lane: place.lane, offset: index, limit: 1, filter });
  return page.cards[0]?.id ?? null;
};

const Position = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const filter = useBoard((state) => state.filter);
  const { data: place } = useQuery('board.locate', { ticket: id, filter }, ['board']);
  if (place == null) return null;
  return <span className={styles['position']}>{t('ticket.position', { index: place.index + 1, count: place.count })}</span>;
};

const Loaded = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { data: users } = useQuery('user.list', {}, ['people', 'session']);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const [panel, setPanel] = useState(true);
  const [history, setHistory] = useState(false);
  const [editing, setEditing] = useState(false);
  const composer = useRef<ComposerHandle>(null);
  const { ticket, code } = detail;
  const lane = ticket.severity ?? 'untriaged';
  const laneName = lane === 'untriaged' ? t('labels.lane.untriaged') : `${lane} ${t(`labels.lane.${lane}`)}`;

  useEffect(() => {
    setSubject({ id: ticket.id, code, title: ticket.title, lane, clientId: ticket.client, provisional: detail.provisional });
  }, [ticket, code, lane, detail.provisional]);
  useEffect(() => () => setSubject(null), []);

  const step = (by: 1 | -1) => async (): Promise<void> => {
    const next = await neighbour(ticket.id, by);
    if (next === null) announce(t(by > 0 ? 'ticket.laneEnd' : 'ticket.laneStart'));
    else go({ name: 'ticket', id: next });
  };
  const to = (severity: Severity) => (): Promise<void> | undefined => (severity === ticket.severity ? undefined : moveTicket(ticket.id, severity, { at: 'top' }));
  const anchorOf = (name: string): Element => document.querySelector(`[data-menu="${name}"]`) ?? document.body;
  useCommands({
    'ticket.next': step(1),
    'ticket.previous': step(-1),
    'ticket.severityS1': () => to('S1')(),
    'ticket.severityS2': () => to('S2')(),
    'ticket.severityS3': () => to('S3')(),
    'ticket.severityS4': () => to('S4')(),
    // The steps hang on their own button: what is missing leads to where it is done.
    'ticket.stateMenu': () => document.querySelector<HTMLElement>('[data-menu="state"]')?.click(),
    'ticket.assignMenu': () => openTicketMenu('assign', ticket.id, anchorOf('assign')),
    'ticket.actionsMenu': () => openTicketMenu('actions', ticket.id, anchorOf('actions')),
    'ticket.reply': () => composer.current?.write('out'),
    'ticket.agreeHere': { run: () => openAgreement(detail), when: () => ticket.severity !== null || isAgreementOpen(ticket.id) },
    'ticket.whyDue': { run: () => document.querySelector<HTMLElement>('[data-menu="why"]')?.click(), when: () => document.querySelector('[data-menu="why"]') !== null },
    'ticket.validate': { run: () => openDialog({ kind: 'validation', ticket: ticket.id, code, client: ticket.client }), when: () => ticket.state === 'awaiting_validation' },
    'ticket.recordChange': () => openDialog({ kind: 'change-record', ticket: ticket.id, code }),
    'ticket.closingRecord': () => openDialog({ kind: 'closing-record', ticket: ticket.id, code }),
    'ticket.note': () => composer.current?.write('internal'),
    'ticket.editTitle': () => setEditing(true),
    'ticket.properties': () => setPanel((shown) => !shown),
    'ticket.history': () => setHistory((shown) => !shown),
  });

  return (
    <section className={styles['ticket']} data-testid="ticket" data-ticket={ticket.id}>
      <header className={styles['head']}>
        <CommandIcon command="go.back">
          <ArrowLeft size={16} aria-hidden="true" />
        </CommandIcon>
        <Hint text={t('ticket.severityMenu', { lane: laneName })} keys="1 2 3 4">
          <button type="button" className={styles['severity']} data-severity-menu="" aria-label={t('ticket.severityMenu', { lane: laneName })} onClick={(event) => openTicketMenu('move', ticket.id, event.currentTarget)}>
            <SeverityBadge lane={lane} pill />
          </button>
        </Hint>
        {detail.provisional ? (
          <Hint text={t('ticket.provisionalHint')}>
            <button type="button" className={styles['severity']} data-testid="provisional" onClick={() => openAgreement(detail)}>
              <Pill tone="warn">{t('ticket.provisional')}</Pill>
            </button>
          </Hint>
        ) : null}
        <span className={styles['code']}>{code}</span>
        <TitleField key={ticket.id} ticket={ticket.id} code={code} title={ticket.title} editing={editing} onEditing={setEditing} />
        <span className={styles['space']} />
        <Position id={ticket.id} />
        <Popover
          title={t('ticket.next.title')}
          align="end"
          trigger={
            <Button size="small" kind="ghost" keys={keysOf('ticket.stateMenu')} data-menu="state" data-testid="state-button">
              {t('ticket.state')}
            </Button>
          }
        >
          {(close: () => void) => <NextStates detail={detail} onClose={close} showPanel={() => setPanel(true)} />}
        </Popover>
        <span data-menu="assign">
          <CommandButton command="ticket.assignMenu" size="small" kind="ghost">
            {t('ticket.assign')}
          </CommandButton>
        </span>
        <CommandButton command="capture.region" size="small" icon={<Crop size={14} aria-hidden="true" />}>
          {t('ticket.capture')}
        </CommandButton>
        <span data-menu="actions">
          <CommandIcon command="ticket.actionsMenu">
            <Ellipsis size={16} aria-hidden="true" />
          </CommandIcon>
        </span>
        <CommandIcon command="ticket.properties" label={t(panel ? 'ticket.hidePanel' : 'ticket.showPanel')}>
          <PanelRight size={16} aria-hidden="true" />
        </CommandIcon>
      </header>
      <div className={styles['body']} data-panel={panel}>
        <div className={styles['main']}>
          <Stepper detail={detail} />
          <SlaLine detail={detail} />
          <Thread detail={detail} people={users ?? []} history={history} onHistory={() => setHistory((shown) => !shown)} />
          <EvidenceStrip detail={detail} />
          <Composer key={ticket.id} detail={detail} ref={composer} />
        </div>
        {panel ? <Panel detail={detail} users={users ?? []} clients={clients ?? []} showPanel={() => setPanel(true)} /> : null}
      </div>
    </section>
  );
};

/** One ticket whole: where it stands, what was said, its pictures, its properties. */
export const TicketScreen = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery('ticket.get', { id }, [`ticket:${id}`, 'clients', 'evidence', 'time'], { keep: true });
  if (data !== undefined) return <Loaded detail={data} />;
  if (error?.code === 'not_found') return <EmptyState title={t('ticket.notFound')} text={t('ticket.notFoundText')} keys={keysOf('go.board') ?? ''} />;
  return error === null ? null : <ErrorState error={error} onRetry={refetch} />;
};
