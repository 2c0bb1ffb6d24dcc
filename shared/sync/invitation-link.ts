/* What the screens need of people before anything else: no schemas in here. */

export const minPasswordLength = 10;

/** An invitation's link: the code stands behind the #, so that no server on the way ever hears it. */
export const invitationLink = (address: string, code: string): string => `${address.replace(/\/+$/, '')}/join#${code}`;

export interface InvitationParts {
  readonly address: string;
  readonly code: string;
}

/** What a pasted link holds; null where it is none. */
export const parseInvitationLink = (text: string): InvitationParts | null => {
  const found = /^(https?:\/\/\S+?)\/join\/?#([\w-]{20,200})$/.exec(text.trim());
  if (!found || !URL.canParse(found[1] ?? '')) return null;
  return { address: found[1] ?? '', code: found[2] ?? '' };
};
