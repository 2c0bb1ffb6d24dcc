/** Digits of a telephone number that say whose it is, whatever the country's prefix and the spaces. */
const tailDigits = 8;

const digitsOf = (text: string): string => text.replaceAll(/\D/gu, '');
const plainName = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^\p{L}\d]+/gu, ' ').trim();

/** Is the text a telephone number, as phones show who is in nobody's address book? */
export const isPhone = (text: string): boolean => /^\+?[\d\s().-]{7,25}$/u.test(text.trim()) && digitsOf(text).length >= 7;

/** Do two written numbers mean one telephone? The shorter may lack the country. */
export const samePhone = (a: string, b: string): boolean => {
  const [one, other] = [digitsOf(a), digitsOf(b)];
  const shorter = Math.min(one.length, other.length);
  return shorter >= 7 && (one.endsWith(other) || other.endsWith(one)) && (shorter >= tailDigits || one === other);
};

export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly whatsapp?: string | null;
}

/** Whose words these are: by the number, else by the whole name; null where nobody or more than one fits. */
export const personOf = <P extends KnownPerson>(sender: string, people: readonly P[]): P | null => {
  const found = isPhone(sender)
    ? people.filter(({ whatsapp }) => typeof whatsapp === 'string' && samePhone(sender, whatsapp))
    : people.filter(({ name }) => plainName(name) === plainName(sender) && plainName(name) !== '');
  return found.length === 1 ? (found[0] ?? null) : null;
};

/** May this contact ask for work on that local date? */
export const isAuthorised = (contact: { readonly authorised_from: string | null; readonly authorised_to: string | null }, date: string): boolean =>
  contact.authorised_from !== null && contact.authorised_from <= date && (contact.authorised_to === null || contact.authorised_to >= date);
