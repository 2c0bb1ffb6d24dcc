import { lanes, ticketStates } from '#shared/domain/enums.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { askFile, deskFile } from './desk-file.ts';
import type { DeskParty } from './desk-party.ts';

/** What the steps of one run share. */
export interface Scene {
  /** A text that no other command of this run writes. */
  readonly text: () => string;
  /** Sets pictures apart. */
  readonly picture: () => number;
}

type Command = (desk: DeskParty, pick: number, scene: Scene) => Promise<unknown>;

const one = <T>(from: readonly T[], pick: number): T | null => from[pick % Math.max(1, from.length)] ?? null;
const ids = (desk: DeskParty, text: string): readonly string[] => askFile<{ id: string }>(deskFile(desk.dir()), text).map((row) => row.id);
/** The newest few, so that desks meet at the same rows. */
const ticketOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM ticket ORDER BY id DESC LIMIT 6'), pick);
const clientOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM client ORDER BY id'), pick);
const contactOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM contact ORDER BY id'), pick);
const userOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM user ORDER BY id'), pick);
const entryOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM time_entry ORDER BY id DESC LIMIT 6'), pick);
const draftOf = (desk: DeskParty, pick: number): string | null => one(ids(desk, 'SELECT id FROM evidence_draft ORDER BY id'), pick);
const groupOf = (desk: DeskParty, pick: number): string | null =>
  one(askFile<{ grp: string }>(deskFile(desk.dir()), "SELECT DISTINCT grp FROM outbox WHERE state = 'refused' ORDER BY grp").map((row) => row.grp), pick);
/** Another number out of the same one. */
const again = (pick: number): number => Math.floor(pick / 7);
const span = (pick: number): { start: string; end: string } => {
  const hour = String(pick % 24).padStart(2, '0');
  return { start: `2026-06-12T${hour}:00:00.000Z`, end: `2026-06-12T${hour}:30:00.000Z` };
};
const png = (scene: Scene, pick: number): Uint8Array<ArrayBuffer> => smallPng(8 + (pick % 40), 4 + (pick % 30), pick % 3 === 0 ? 7 : scene.picture());

const onTicket =
  (work: (desk: DeskParty, ticket: string, pick: number, scene: Scene) => Promise<unknown>): Command =>
  async (desk, pick, scene) => {
    const ticket = ticketOf(desk, pick);
    return ticket === null ? null : work(desk, ticket, again(pick), scene);
  };

const stage = async (desk: DeskParty, ticket: string | null, pick: number, scene: Scene): Promise<string> =>
  (await desk.call('evidence.stage', { png: png(scene, pick), ticket, captured_at: '2026-06-12T15:00:00.000Z' })).id;

/** Everything that a ticket needs for its first steps. */
const prepare = (desk: DeskParty, ticket: string, pick: number, scene: Scene): Promise<unknown> => {
  const person = userOf(desk, pick);
  return desk.call('ticket.edit', {
    id: ticket,
    fields: {
      authorised_at: '2026-06-12T15:00:00.000Z',
      kind: one(['corrective', 'information'], pick) ?? 'corrective',
      service_level: 'continuity',
      client_responsible: contactOf(desk, pick),
      owner: person,
      consultant: person,
      objective: scene.text(),
      scope: 'in',
    },
  });
};

const commands = {
  client: (desk, _pick, { text }) => desk.call('client.create', { name: text(), tz: 'America/La_Paz' }),
  contact: async (desk, pick, { text }) => {
    const client = clientOf(desk, pick);
    return client === null ? null : desk.call('contact.create', { client, name: text() });
  },
  create: async (desk, pick, { text }) => {
    const client = clientOf(desk, pick);
    return client === null ? null : desk.call('ticket.create', { title: text(), client, channel: 'phone', description: 'ñ'.repeat(pick % 300) });
  },
  move: onTicket((desk, id, pick) =>
    desk.call('ticket.move', { id, lane: one(lanes, pick) ?? 'S1', place: one([{ at: 'top' as const }, { at: 'bottom' as const }, { at: 'step' as const, by: 1 as const }], again(pick)) ?? { at: 'top' } }),
  ),
  edit: onTicket((desk, id, pick, { text }) =>
    desk.call('ticket.edit', { id, fields: one([{ title: text() }, { objective: text() }, { module: text(), workaround: text() }, { scope: 'in' as const, scope_clause: text() }, { scope: 'out' as const }], pick) ?? {} }),
  ),
  assign: onTicket((desk, id, pick) => desk.call('ticket.edit', { id, fields: { consultant: pick % 3 === 0 ? null : userOf(desk, again(pick)) } })),
  window: onTicket((desk, id, pick) => desk.call('ticket.edit', { id, fields: { window_start: span(pick).start, window_end: span(pick).end } })),
  hand: onTicket(async (desk, id, pick) => {
    const client = clientOf(desk, pick);
    return client === null ? null : desk.call('ticket.edit', { id, fields: { client } });
  }),
  prepare: onTicket(prepare),
  agree: onTicket((desk, id, pick, { text }) => desk.call('ticket.agree', { id, mode: 'impact_changed', impact: text(), contact: pick % 2 === 0 ? null : contactOf(desk, pick), channel: 'phone' })),
  step: onTicket((desk, id, pick, { text }) => {
    const to = one(ticketStates, pick) ?? 'triaged';
    return desk.call('ticket.transition', { id, to, reason: text(), comment: text(), ...(to === 'cancelled' ? { cancel_reason: 'withdrawn' as const } : {}) });
  }),
  forward: onTicket(async (desk, id, pick, scene) => {
    await prepare(desk, id, pick, scene);
    await desk.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
    await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: scene.text(), contact: null, channel: 'phone' });
    for (const to of ['triaged', 'assigned', 'in_diagnosis', 'in_progress'] as const) await desk.call('ticket.transition', { id, to });
  }),
  message: onTicket((desk, ticket, pick, { text }) => desk.call('message.add', { ticket, direction: one(['in', 'out', 'internal'] as const, pick) ?? 'out', channel: 'phone', body: text() })),
  timerStart: onTicket((desk, ticket) => desk.call('timer.start', { ticket, tz: 'America/La_Paz' })),
  timerStop: (desk, _pick, { text }) => desk.call('timer.stop', { note: text() }),
  time: (desk, pick, { text }) => desk.call('time.add', { ticket: pick % 3 === 0 ? null : ticketOf(desk, again(pick)), task: 'Reunión', ...span(pick), tz: 'America/La_Paz', note: text() }),
  timeEdit: async (desk, pick, { text }) => {
    const id = entryOf(desk, pick);
    return id === null ? null : desk.call('time.edit', { id, ...(pick % 2 === 0 ? { note: text() } : pick % 3 === 0 ? span(again(pick)) : { ticket: ticketOf(desk, again(pick)) }) });
  },
  timeDelete: async (desk, pick) => {
    const id = entryOf(desk, pick);
    return id === null ? null : desk.call('time.delete', { id });
  },
  stage: (desk, pick, scene) => stage(desk, pick % 2 === 0 ? ticketOf(desk, again(pick)) : null, pick, scene),
  attach: onTicket(async (desk, ticket, pick, scene) => {
    const draft = draftOf(desk, pick) ?? (await stage(desk, ticket, pick, scene));
    return desk.call('evidence.attach', { draft, ticket, stage: one(['before', 'after', 'test'] as const, pick) ?? 'after', visibility: 'client', note: scene.text() });
  }),
  discard: async (desk, pick) => {
    const draft = draftOf(desk, pick);
    return draft === null ? null : desk.call('evidence.discard', { draft });
  },
  undo: (desk) => desk.call('history.undo', {}),
  redo: (desk) => desk.call('history.redo', {}),
  importUndo: async (desk) => {
    const run = one(askFile<{ id: string }>(deskFile(desk.dir()), "SELECT id FROM import_run WHERE status = 'done' ORDER BY at DESC").map((row) => row.id), 0);
    return run === null ? null : desk.call('import.undo', { run });
  },
  retry: async (desk, pick) => {
    const group = groupOf(desk, pick);
    return group === null ? null : desk.call('sync.retry', { group });
  },
  letGo: async (desk, pick) => {
    const group = groupOf(desk, pick);
    return group === null ? null : desk.call('sync.discard', { group });
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof commands;

/** Each as often as it stands here: what changes the same things again and again comes more often. */
const often: readonly CommandName[] = ['edit', 'edit', 'edit', 'move', 'move', 'create', 'message', 'message', 'assign', 'hand', 'attach', 'undo', 'undo', 'timeEdit', 'timerStart', 'forward'];
export const commandNames: readonly CommandName[] = [...(Object.keys(commands) as CommandName[]), ...often];

export const runCommand = (name: CommandName, desk: DeskParty, pick: number, scene: Scene): Promise<unknown> => commands[name](desk, pick, scene);
