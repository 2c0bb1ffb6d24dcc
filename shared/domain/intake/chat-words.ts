/** What WhatsApp itself writes into an exported chat, in Spanish and English. All is compared in lower case and without accents. */

/** Lines about the chat that nobody wrote. */
const systemWords = [
  /(?:mensajes y (?:las )?llamadas|messages and calls|messages to this (?:chat|group)|mensajes (?:de|en) este (?:chat|grupo)).*(?:cifrad|encrypted)/,
  /(?:cambio|changed|turned on|turned off|activo|desactivo|actualizo|updated) .*(?:asunto|subject|icono|icon|descripcion|description|mensajes temporales|disappearing messages|configuracion|settings|message timer|duracion)/,
  /(?:creo (?:el|este) grupo|creaste (?:el|este) grupo|created (?:this )?group)/,
  /(?:anadio a|anadiste a|te anadio|agrego a|agregaste a|te agrego| added | you were added|se unio|joined using|salio del grupo|^[^:]{1,80} salio\.?$|^[^:]{1,80} left\.?$|elimino a|eliminaste a| removed )/,
  /(?:cambio su numero|cambio a un numero nuevo|changed (?:their|your) phone number|changed to a new number)/,
  /(?:codigo de seguridad|security code).*(?:cambio|changed)/,
  /(?:este chat es con una cuenta de empresa|esta empresa|esta cuenta de empresa|this chat is with a business|this business)/,
  /(?:bloqueaste a este contacto|desbloqueaste a este contacto|you (?:un)?blocked this contact)/,
  /(?:fijo un mensaje|fijaste un mensaje|pinned a message)/,
  /(?:llamada (?:de voz |de video |grupal )?perdida|videollamada perdida|missed (?:group )?(?:voice|video) call)/,
  /(?:esperando este mensaje|waiting for this message)/,
];

/** Characters of a line that are looked at: WhatsApp's own are short. */
const longestNote = 400;

const omitted = /^<?(?:(?:multimedia|archivo|media|imagen|foto|video|audio|sticker|gif|documento|nota de voz|mensaje de video|tarjeta de contacto|image|photo|document|voice message|video message|contact card|video note|nota de video|file) (?:omitid[oa]|omitted)|null)>?\.?$/;
const deleted = /^(?:se elimino este mensaje|eliminaste este mensaje|este mensaje fue eliminado|elimino este mensaje|this message was deleted|you deleted this message|el administrador .{1,80} elimino este mensaje|this message was deleted by admin .{1,80})\.?$/;
const editedMark = /\s*<\s*(?:se edit[oó] este mensaje|mensaje editado|this message was edited)\.?\s*>\s*$/iu;
const attached = /^<(?:adjunto|archivo adjunto|attached):\s*(?<ios>[^<>]{1,255})>$|^(?<android>[^/\\<>:]{1,255}\.\p{L}[\p{L}\d]{1,7}) \((?:archivo adjunto|file attached)\)$/iu;

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

export const isSystemLine = (text: string): boolean => {
  const words = plain(text.slice(0, longestNote));
  return systemWords.some((pattern) => pattern.test(words));
};

export type MessageKind = 'text' | 'omitted' | 'file' | 'deleted';

export interface ReadBody {
  readonly kind: MessageKind;
  /** The name of an attached file. */
  readonly file: string | null;
  readonly edited: boolean;
  readonly body: string;
}

/** What stands in a message: its text without the mark of an edit, or what it says of a file that is not in the text. */
export const readBody = (text: string): ReadBody => {
  const end = Math.max(0, text.length - longestNote);
  const edited = editedMark.test(text.slice(end));
  const body = (edited ? text.slice(0, end) + text.slice(end).replace(editedMark, '') : text).trim();
  const first = body.split('\n', 1)[0]?.trim() ?? '';
  const words = body.length > longestNote ? '' : plain(body);
  if (deleted.test(words)) return { kind: 'deleted', file: null, edited, body };
  // iOS names the document and its pages before it says that it is not there.
  if (omitted.test(words) || omitted.test(words.split(' • ').at(-1)?.replace(/^\d+ \S+\s+/u, '') ?? '')) return { kind: 'omitted', file: null, edited, body };
  const found = attached.exec(first)?.groups;
  const file = found?.['ios'] ?? found?.['android'];
  return file === undefined ? { kind: 'text', file: null, edited, body } : { kind: 'file', file: file.trim(), edited, body };
};
