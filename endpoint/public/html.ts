/** Text that is HTML already. Only `html` makes it, so that whatever else is put into a page is escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | false | readonly Part[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Characters that turn the direction of the text around them, so that a name could read as another. */
const marks = /[\u202A-\u202E\u2066-\u2069]/gu;

export const escaped = (text: string): string => text.replaceAll(marks, '').replaceAll(/[&<>"']/gu, (char) => entities[char] ?? char);

const written = (part: Part): string => {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(written).join('');
};

/** A piece of a page: what is put in is escaped, also inside quoted attributes. Never inside a script, a style or a URL's scheme. */
export const html = (text: TemplateStringsArray, ...parts: readonly Part[]): Html => ({ html: text.map((piece, index) => piece + written(parts[index] ?? null)).join('') });
