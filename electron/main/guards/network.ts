import type { Session } from 'electron';
import { scheme } from './own-address.ts';

const local: ReadonlySet<string> = new Set([`${scheme}:`, 'blob:', 'data:', 'devtools:', 'chrome-extension:']);

/** Whether a window may ask for this address at all. Windows talk to the shell and the engine, never to the network. */
export const mayRequest = (address: string, development: string | null): boolean => {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (local.has(url.protocol)) return true;
  if (development === null) return false;
  const server = new URL(development);
  return url.host === server.host && ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol);
};

/** Cuts every request of the windows that is not Carril's own. */
export const denyNetwork = (session: Session, development: string | null): void => {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url, development) }));
};
