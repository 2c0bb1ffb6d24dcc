import { useTranslation } from 'react-i18next';
import { lanes } from '#shared/domain/enums.ts';
import { assertNever } from '#shared/errors.ts';
import { keysOf, runCommand } from '../commands/registry.ts';
import type { CommandId } from '../commands/definitions.ts';
import { core } from '../engine/core.ts';
import { useQuery } from '../engine/use-query.ts';
import { moveTicket } from '../screens/board/move-ticket.ts';
import { closeTicketMenu, openDialog, openTicketMenu, type MenuAnchor, type TicketMenuKind } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { FloatingMenu, MenuGroup, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { SeverityGlyph } from '../ui/severity.tsx';
import { assignable } from '../screens/ticket/assignable.ts';
import { isAsked } from '../screens/ticket/missing-links.ts';

interface MenuBodyProps {
  readonly ticket: string;
  readonly anchor: MenuAnchor;
}

const laneCommand: Readonly<Record<(typeof lanes)[number], CommandId>> = {
  untriaged: 'ticket.untriage',
  S1: 'ticket.severityS1',
  S2: 'ticket.severityS2',
  S3: 'ticket.severityS3',
  S4: 'ticket.severityS4',
};

const MoveItems = ({ ticket }: MenuBodyProps) => {
  const { t } = useTranslation();
  const { data } = useQuery('ticket.get', { id: ticket }, []);
  const now = data?.ticket.severity ?? 'untriaged';
  return (
    <MenuGroup label={t('board.moveTo')}>
      {lanes.map((lane) => (
        <MenuItem key={lane} icon={<SeverityGlyph lane={lane} />} keys={keysOf(laneCommand[lane])} checked={data !== undefined && lane === now} onSelect={() => void moveTicket(ticket, lane, { at: 'top' }).catch(showError)}>
          {lane === 'untriaged' ? t('labels.lane.untriaged') : `${lane} ${t(`labels.lane.${lane}`)}`}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => void moveTicket(ticket, now, { at: 'top' }).catch(showError)}>{t('board.atTop')}</MenuItem>
      <MenuItem onSelect={() => void moveTicket(ticket, now, { at: 'bottom' }).catch(showError)}>{t('board.atBottom')}</MenuItem>
    </MenuGroup>
  );
};

const StateItems = ({ ticket }: MenuBodyProps) => {
  const { t } = useTranslation();
  const { data } = useQuery('ticket.get', { id: ticket }, []);
  if (data === undefined) return null;
  const { code } = data;
  return (
    <MenuGroup label={t('board.stateTo')}>
      {data.next.length === 0 ? <MenuItem disabled onSelect={() => undefined}>{t('board.noNextState')}</MenuItem> : null}
      {data.next.map(({ to, missing }) => {
        const blocking = missing.filter((one) => !isAsked(one));
        return (
          <MenuItem
            key={to}
            disabled={blocking.length > 0}
            note={blocking.length === 0 ? undefined : `${t('board.missingTitle')} ${blocking.map((one) => t(`missing.${one}`)).join(', ')}`}
            onSelect={() => {
              if (missing.length > 0 || to === 'cancelled') openDialog({ kind: 'transition', ticket, code, from: data.ticket.state, to });
              else {
                core
                  .call('ticket.transition', { id: ticket, to })
                  .then(() => showToast({ text: t('board.stateChanged', { code, state: t(`labels.state.${to}`) }), undo: true }))
                  .catch(showError);
              }
            }}
          >
            {t(`labels.state.${to}`)}
          </MenuItem>
        );
      })}
    </MenuGroup>
  );
};

const AssignItems = ({ ticket }: MenuBodyProps) => {
  const { t } = useTranslation();
  const { data } = useQuery('ticket.get', { id: ticket }, []);
  const { data: users } = useQuery('user.list', {}, ['people', 'session']);
  const assign = (consultant: string | null, name: string): void => {
    const code = data?.code ?? '';
    core
      .call('ticket.edit', { id: ticket, fields: { consultant } })
      .then(() => showToast({ text: consultant === null ? t('board.unassigned', { code }) : t('board.assigned', { code, name }), undo: true }))
      .catch(showError);
  };
  return (
    <MenuGroup label={t('board.assignTo')}>
      <MenuItem checked={data?.ticket.consultant === null} onSelect={() => assign(null, '')}>
        {t('common.unassigned')}
      </MenuItem>
      {assignable(users ?? [], data?.ticket.consultant ?? null).map((user) => (
        <MenuItem key={user.id} checked={data?.ticket.consultant === user.id} onSelect={() => assign(user.id, user.name)}>
          {user.name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
};

const actions: readonly CommandId[] = ['board.open', 'ticket.moveMenu', 'ticket.stateMenu', 'ticket.assignMenu', 'ticket.agree', 'ticket.agreeHere', 'timer.toggle', 'capture.region', 'ticket.copyReference'];

const ActionItems = ({ ticket, anchor }: MenuBodyProps) => {
  const { t } = useTranslation();
  const menus: Partial<Record<CommandId, TicketMenuKind>> = { 'ticket.moveMenu': 'move', 'ticket.stateMenu': 'state', 'ticket.assignMenu': 'assign' };
  return actions.map((command) => {
    const next = menus[command];
    return (
      <MenuItem
        key={command}
        keys={keysOf(command)}
        // The next menu opens once this one is gone.
        onSelect={() => (next === undefined ? runCommand(command) : void setTimeout(() => openTicketMenu(next, ticket, anchor)))}
      >
        {t(`commands.${command}`)}
      </MenuItem>
    );
  });
};

const bodyOf = (kind: TicketMenuKind, props: MenuBodyProps): React.ReactNode => {
  switch (kind) {
    case 'move':
      return <MoveItems {...props} />;
    case 'state':
      return <StateItems {...props} />;
    case 'assign':
      return <AssignItems {...props} />;
    case 'actions':
      return <ActionItems {...props} />;
    default:
      return assertNever(kind);
  }
};

/** The menus of a ticket, opened by a key, the right button of the mouse, or a button. */
export const TicketMenu = ({ kind, ticket, anchor }: MenuBodyProps & { readonly kind: TicketMenuKind }) => {
  const { t } = useTranslation();
  return (
    <FloatingMenu anchor={anchor} onClose={closeTicketMenu} label={t(kind === 'move' ? 'board.moveTo' : kind === 'state' ? 'board.stateTo' : kind === 'assign' ? 'board.assignTo' : 'common.more')}>
      {bodyOf(kind, { ticket, anchor })}
    </FloatingMenu>
  );
};
