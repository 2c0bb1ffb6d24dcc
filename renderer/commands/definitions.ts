import type { commands as words } from '../i18n/es/commands.ts';

/** Where a key means something. A screen's scope comes before `global`. */
export type Scope = 'global' | 'board' | 'ticket' | 'inbox' | 'hours' | 'myday' | 'clients' | 'reports' | 'sync' | 'settings' | 'import';

/** Its title is `commands.<id>` of the words. */
export type CommandId = Exclude<keyof typeof words, 'scope' | 'synonyms'>;

export interface Definition {
  readonly id: CommandId;
  readonly scopes: readonly Scope[];
  /** `mod+k`, `g t`, `shift+g`, `?`, `alt+ArrowLeft`. `mod` is Ctrl, on macOS Cmd. The first is the one that is shown. */
  readonly keys: readonly string[];
  /** The palette's group; null keeps it out of there. */
  readonly group: 'ticket' | 'go' | 'action' | null;
  /** Holding the key down repeats it. */
  readonly repeats?: boolean;
  /** With `mod` it works while typing, unless the text field has its own meaning for it. */
  readonly inText?: boolean;
}

const elsewhere: readonly Scope[] = ['ticket', 'inbox', 'hours', 'myday', 'clients', 'reports', 'sync', 'settings', 'import'];

/** The one list: keys, buttons, menus, the palette, the application menu and the shortcut sheet all read it. */
export const definitions: readonly Definition[] = [
  { id: 'palette.open', scopes: ['global'], keys: ['mod+k', 'mod+shift+p'], group: null },
  { id: 'search.open', scopes: ['global'], keys: ['b', '/'], group: null },
  { id: 'help.keys', scopes: ['global'], keys: ['?', 'F1'], group: 'action' },
  { id: 'go.board', scopes: ['global'], keys: ['g t', 'g b'], group: 'go' },
  { id: 'go.inbox', scopes: ['global'], keys: ['g i'], group: 'go' },
  { id: 'go.myDay', scopes: ['global'], keys: ['g d'], group: 'go' },
  { id: 'go.clients', scopes: ['global'], keys: ['g c'], group: 'go' },
  { id: 'go.hours', scopes: ['global'], keys: ['g h'], group: 'go' },
  { id: 'go.reports', scopes: ['global'], keys: ['g r'], group: 'go' },
  { id: 'go.sync', scopes: ['global'], keys: ['g y'], group: 'go' },
  { id: 'go.settings', scopes: ['global'], keys: ['g a', 'mod+,'], group: 'go' },
  { id: 'import.open', scopes: ['global'], keys: [], group: 'go' },
  { id: 'go.back', scopes: elsewhere, keys: ['alt+ArrowLeft'], group: null },
  { id: 'ticket.create', scopes: ['global'], keys: ['c'], group: 'action' },
  { id: 'chat.paste', scopes: ['global'], keys: ['shift+c'], group: 'action' },
  { id: 'client.form', scopes: ['global'], keys: [], group: 'action' },
  { id: 'timer.toggle', scopes: ['global'], keys: ['t'], group: 'action' },
  { id: 'timer.stopAndNote', scopes: ['global'], keys: ['shift+t'], group: 'action' },
  { id: 'capture.region', scopes: ['global'], keys: ['p'], group: 'action' },
  { id: 'capture.repeat', scopes: ['global'], keys: ['shift+p'], group: 'action' },
  { id: 'history.undo', scopes: ['global'], keys: ['mod+z'], group: 'action', inText: false },
  { id: 'history.redo', scopes: ['global'], keys: ['mod+shift+z', 'mod+y'], group: 'action', inText: false },
  { id: 'sync.now', scopes: ['global'], keys: ['mod+shift+s'], group: 'action' },
  { id: 'view.sidebar', scopes: ['global'], keys: ['mod+b'], group: 'action' },
  { id: 'layer.close', scopes: ['global'], keys: ['Escape'], group: null },

  { id: 'board.next', scopes: ['board'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'board.previous', scopes: ['board'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'board.left', scopes: ['board'], keys: ['h', 'ArrowLeft'], group: null, repeats: true },
  { id: 'board.right', scopes: ['board'], keys: ['l', 'ArrowRight'], group: null, repeats: true },
  { id: 'board.first', scopes: ['board'], keys: ['g g', 'Home'], group: null },
  { id: 'board.last', scopes: ['board'], keys: ['shift+g', 'End'], group: null },
  { id: 'board.pageDown', scopes: ['board'], keys: ['PageDown'], group: null, repeats: true },
  { id: 'board.pageUp', scopes: ['board'], keys: ['PageUp'], group: null, repeats: true },
  { id: 'board.open', scopes: ['board'], keys: ['Enter', 'o'], group: 'ticket' },
  { id: 'board.filter', scopes: ['board'], keys: ['f'], group: 'action' },
  { id: 'board.clearFilter', scopes: ['board'], keys: ['shift+f'], group: 'action' },
  { id: 'board.toggleUntriaged', scopes: ['board'], keys: [], group: 'action' },

  { id: 'ticket.severityS1', scopes: ['board', 'ticket', 'inbox'], keys: ['1'], group: 'ticket' },
  { id: 'ticket.severityS2', scopes: ['board', 'ticket', 'inbox'], keys: ['2'], group: 'ticket' },
  { id: 'ticket.severityS3', scopes: ['board', 'ticket', 'inbox'], keys: ['3'], group: 'ticket' },
  { id: 'ticket.severityS4', scopes: ['board', 'ticket', 'inbox'], keys: ['4'], group: 'ticket' },
  { id: 'ticket.untriage', scopes: ['board'], keys: ['0'], group: 'ticket' },
  { id: 'ticket.laneLeft', scopes: ['board'], keys: ['alt+ArrowLeft'], group: null },
  { id: 'ticket.laneRight', scopes: ['board'], keys: ['alt+ArrowRight'], group: null },
  { id: 'ticket.up', scopes: ['board'], keys: ['alt+ArrowUp'], group: null, repeats: true },
  { id: 'ticket.down', scopes: ['board'], keys: ['alt+ArrowDown'], group: null, repeats: true },
  { id: 'ticket.moveMenu', scopes: ['board'], keys: ['m'], group: 'ticket' },
  { id: 'ticket.agree', scopes: ['board', 'inbox'], keys: ['r'], group: 'ticket' },
  { id: 'ticket.stateMenu', scopes: ['board', 'ticket'], keys: ['e'], group: 'ticket' },
  { id: 'ticket.assignMenu', scopes: ['board', 'ticket'], keys: ['a'], group: 'ticket' },
  { id: 'ticket.copyReference', scopes: ['board', 'ticket', 'inbox'], keys: ['y'], group: 'ticket' },
  { id: 'ticket.clientLink', scopes: ['board', 'ticket'], keys: ['shift+y'], group: 'ticket' },
  { id: 'ticket.actionsMenu', scopes: ['board', 'ticket'], keys: ['.', 'shift+F10'], group: null },

  { id: 'ticket.next', scopes: ['ticket'], keys: ['j'], group: null, repeats: true },
  { id: 'ticket.previous', scopes: ['ticket'], keys: ['k'], group: null, repeats: true },
  { id: 'ticket.reply', scopes: ['ticket'], keys: ['r'], group: 'ticket' },
  { id: 'ticket.agreeHere', scopes: ['ticket'], keys: ['shift+r'], group: 'ticket' },
  { id: 'ticket.whyDue', scopes: ['ticket'], keys: ['v'], group: 'ticket' },
  { id: 'ticket.validate', scopes: ['ticket'], keys: ['shift+v'], group: 'ticket' },
  { id: 'ticket.recordChange', scopes: ['ticket'], keys: ['shift+d'], group: 'ticket' },
  { id: 'ticket.closingRecord', scopes: ['ticket'], keys: ['shift+a'], group: 'ticket' },
  { id: 'ticket.note', scopes: ['ticket'], keys: ['n'], group: 'ticket' },
  { id: 'ticket.send', scopes: ['ticket'], keys: ['mod+Enter'], group: null },
  { id: 'ticket.editTitle', scopes: ['ticket'], keys: ['F2'], group: 'ticket' },
  { id: 'ticket.properties', scopes: ['ticket'], keys: ['i'], group: 'ticket' },
  { id: 'ticket.history', scopes: ['ticket'], keys: ['h'], group: 'ticket' },

  { id: 'inbox.next', scopes: ['inbox'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'inbox.previous', scopes: ['inbox'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'inbox.accept', scopes: ['inbox'], keys: ['a'], group: 'ticket' },
  { id: 'inbox.duplicate', scopes: ['inbox'], keys: ['d'], group: 'ticket' },
  { id: 'inbox.merge', scopes: ['inbox'], keys: ['m'], group: 'ticket' },
  { id: 'inbox.decline', scopes: ['inbox'], keys: ['x'], group: 'ticket' },
  { id: 'inbox.snooze', scopes: ['inbox'], keys: ['s'], group: 'ticket' },
  { id: 'inbox.snoozeTomorrow', scopes: ['inbox'], keys: ['shift+s'], group: 'ticket' },
  { id: 'inbox.open', scopes: ['inbox'], keys: ['Enter', 'o'], group: 'ticket' },

  { id: 'hours.next', scopes: ['hours'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'hours.previous', scopes: ['hours'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'hours.toggle', scopes: ['hours'], keys: ['x'], group: null },
  { id: 'hours.all', scopes: ['hours'], keys: ['mod+a'], group: 'action' },
  { id: 'hours.approve', scopes: ['hours'], keys: ['a'], group: 'action' },
  { id: 'hours.reject', scopes: ['hours'], keys: ['r'], group: 'action' },
  { id: 'hours.recall', scopes: ['hours'], keys: ['u'], group: 'action' },
  { id: 'hours.open', scopes: ['hours'], keys: ['Enter', 'o'], group: 'action' },

  { id: 'myday.next', scopes: ['myday'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'myday.previous', scopes: ['myday'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'myday.add', scopes: ['myday'], keys: ['n'], group: 'action' },
  { id: 'myday.edit', scopes: ['myday'], keys: ['Enter'], group: 'action' },
  { id: 'myday.billable', scopes: ['myday'], keys: ['f'], group: 'action' },
  { id: 'myday.previousDay', scopes: ['myday'], keys: ['ArrowLeft'], group: 'action', repeats: true },
  { id: 'myday.nextDay', scopes: ['myday'], keys: ['ArrowRight'], group: 'action', repeats: true },
  { id: 'myday.today', scopes: ['myday'], keys: ['h'], group: 'action' },
  { id: 'myday.delete', scopes: ['myday'], keys: ['Delete'], group: 'action' },

  { id: 'reports.pdf', scopes: ['reports'], keys: ['mod+p'], group: 'action' },
  { id: 'reports.csv', scopes: ['reports'], keys: [], group: 'action' },

  { id: 'clients.next', scopes: ['clients'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'clients.previous', scopes: ['clients'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'clients.previousTab', scopes: ['clients'], keys: ['h'], group: 'action' },
  { id: 'clients.nextTab', scopes: ['clients'], keys: ['l'], group: 'action' },
  { id: 'clients.find', scopes: ['clients'], keys: ['f'], group: 'action' },
  { id: 'clients.new', scopes: ['clients'], keys: ['n'], group: 'action' },
  { id: 'clients.edit', scopes: ['clients'], keys: ['F2'], group: 'action' },
  { id: 'clients.newContact', scopes: ['clients'], keys: ['a'], group: 'action' },
  { id: 'clients.newContract', scopes: ['clients'], keys: ['shift+n'], group: 'action' },

  { id: 'conflict.mine', scopes: ['sync'], keys: ['1'], group: 'action' },
  { id: 'conflict.theirs', scopes: ['sync'], keys: ['2'], group: 'action' },
  { id: 'conflict.combine', scopes: ['sync'], keys: ['3'], group: 'action' },
  { id: 'refused.next', scopes: ['sync'], keys: ['j', 'ArrowDown'], group: null, repeats: true },
  { id: 'refused.previous', scopes: ['sync'], keys: ['k', 'ArrowUp'], group: null, repeats: true },
  { id: 'refused.retry', scopes: ['sync'], keys: ['r'], group: 'action' },
  { id: 'refused.edit', scopes: ['sync'], keys: ['e'], group: 'action' },
  { id: 'refused.copy', scopes: ['sync'], keys: ['y'], group: 'action' },
  { id: 'refused.discard', scopes: ['sync'], keys: ['Delete'], group: 'action' },
  { id: 'refused.restore', scopes: ['sync'], keys: ['u'], group: 'action' },
];
