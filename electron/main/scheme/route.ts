import { appHost, captureHost, printHost, scheme } from '../guards/own-address.ts';

export type Route =
  /** A file of the built pages; `file` is relative, with forward slashes, and never climbs. */
  | { readonly is: 'page'; readonly file: string }
  | { readonly is: 'evidence'; readonly sha256: string }
  | { readonly is: 'draft'; readonly id: string }
  | { readonly is: 'document'; readonly token: string }
  | { readonly is: 'still'; readonly token: string; readonly display: number };

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const evidence = /^\/evidence\/([0-9a-f]{64})$/;
const draft = new RegExp(`^/evidence/draft/(${uuid})$`);
const still = new RegExp(`^/still/(${uuid})/(\\d{1,20})$`);
// At the root, so that the page's own style sheet is where its markup says.
const document = new RegExp(`^/(${uuid})$`);
const page = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/;

const hosts: ReadonlySet<string> = new Set([appHost, captureHost, printHost]);

/** What an address of the scheme means; null: nothing. Only plain characters pass, so nothing is there to decode or to climb with. */
export const routeOf = (address: string): Route | null => {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== `${scheme}:` || !hosts.has(url.host)) return null;
  const path = url.pathname === '' || url.pathname === '/' ? '/index.html' : url.pathname;
  if (url.host !== captureHost) {
    const ofEvidence = evidence.exec(path)?.[1];
    if (ofEvidence !== undefined) return { is: 'evidence', sha256: ofEvidence };
  }
  if (url.host === printHost) {
    const token = document.exec(path)?.[1];
    if (token !== undefined) return { is: 'document', token };
  } else if (url.host === appHost) {
    const ofDraft = draft.exec(path)?.[1];
    if (ofDraft !== undefined) return { is: 'draft', id: ofDraft };
  } else {
    const [, token, display] = still.exec(path) ?? [];
    if (token !== undefined && display !== undefined) return { is: 'still', token, display: Number(display) };
  }
  return page.test(path) ? { is: 'page', file: path.slice(1) } : null;
};
