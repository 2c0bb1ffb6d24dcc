import { isOwnAddress } from './own-address.ts';

/** What a message tells of who sent it; read off Electron's event so that the rule can be tested without it. */
export interface Sender {
  readonly contents: number;
  readonly frameAddress: string | null;
  readonly isMainFrame: boolean;
}

interface Frame {
  readonly url: string;
}

interface Message {
  readonly sender: { readonly id: number; readonly mainFrame: Frame };
  readonly senderFrame: Frame | null;
}

export const senderOf = (event: Message): Sender => ({
  contents: event.sender.id,
  frameAddress: event.senderFrame?.url ?? null,
  isMainFrame: event.senderFrame !== null && event.senderFrame === event.sender.mainFrame,
});

/** Whether a message comes from the main frame of a known window that shows one of Carril's own pages. */
export const isTrusted = (sender: Sender, known: ReadonlySet<number>, host: string, development: string | null): boolean =>
  sender.isMainFrame && known.has(sender.contents) && sender.frameAddress !== null && isOwnAddress(sender.frameAddress, host, development);
