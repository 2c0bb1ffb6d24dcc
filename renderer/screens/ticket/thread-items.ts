import type { MessageView, TicketDetail, TicketEventView } from '#shared/contract/views.ts';

export type ThreadItem =
  | { readonly is: 'day'; readonly key: string; readonly at: string }
  | { readonly is: 'message'; readonly key: string; readonly at: string; readonly message: MessageView }
  | { readonly is: 'event'; readonly key: string; readonly at: string; readonly event: TicketEventView };

/** Told by other lines, or only of interest in the whole history. */
const minor = (event: TicketEventView): boolean => event.type === 'field_changed';

/**
 * Messages and events in one order of time, with a separator where the local day changes. `all` shows every event;
 * else changes of data are left out and counted.
 */
export const threadItems = (detail: Pick<TicketDetail, 'messages' | 'events'>, all: boolean): { readonly items: readonly ThreadItem[]; readonly hidden: number } => {
  const shown = all ? detail.events : detail.events.filter((event) => !minor(event));
  const lines: ThreadItem[] = [
    ...shown.map((event): ThreadItem => ({ is: 'event', key: event.id, at: event.at, event })),
    ...detail.messages.map((message): ThreadItem => ({ is: 'message', key: message.id, at: message.at, message })),
  ];
  const items: ThreadItem[] = [];
  let day = '';
  // Stable: what shares an instant keeps the order in which the engine gave it, events first.
  for (const line of lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const local = new Date(line.at).toDateString();
    if (local !== day) {
      day = local;
      items.push({ is: 'day', key: `day-${local}`, at: line.at });
    }
    items.push(line);
  }
  return { items, hidden: detail.events.length - shown.length };
};
