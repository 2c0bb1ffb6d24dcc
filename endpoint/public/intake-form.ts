import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { uuidAt } from '#shared/ids.ts';
import { sameHash } from '../people/environment.ts';
import { html } from './html.ts';
import { page } from './page.ts';

/** A person takes at least so long to write a request. */
const leastMs = 4000;
/** A form that was opened longer ago is shown again, with what was written. */
const mostMs = 24 * 60 * 60_000;

export interface Written {
  readonly name: string;
  readonly reach: string;
  readonly title: string;
  readonly text: string;
}
const nothing: Written = { name: '', reach: '', title: '', text: '' };

const line = (max: number) => z.string().trim().max(max);
/** What a browser may send at all; whether it says enough is told on the page. */
export const sentForm = z.object({ begun: z.string().max(200), name: line(120).default(''), reach: line(200).default(''), title: line(160).default(''), text: line(10_000).default(''), website: z.string().max(500).default('') });

/** When the form was opened, which one it is, and that this endpoint gave it out: `ms.nonce.seal`. */
export const begin = (secret: string, nowMs: number, nonce: string): string => {
  const open = `${nowMs}.${nonce}`;
  return `${open}.${createHmac('sha256', secret).update(open).digest('hex')}`;
};

export interface Begun {
  readonly ms: number;
  /** The ticket that this form makes, however often it is sent. */
  readonly key: string;
}

export const readBegun = (secret: string, text: string): Begun | null => {
  const found = /^(\d{10,15})\.([\w-]{10,40})\.([0-9a-f]{64})$/.exec(text);
  const [, ms = '', nonce = '', seal = ''] = found ?? [];
  if (found === null || !sameHash(seal, createHmac('sha256', secret).update(`${ms}.${nonce}`).digest('hex'))) return null;
  return { ms: Number(ms), key: uuidAt(Number(ms), createHash('sha256').update(`${secret} ${nonce}`).digest().subarray(0, 16)) };
};

/** What is still to be said before it can be sent; null: nothing. */
export const lackOf = ({ name, title, text, reach }: Written, openMs: number): string | null => {
  if (name === '') return 'Escribe tu nombre.';
  if (title === '') return 'Escribe en una línea qué pasa.';
  if (text === '') return 'Cuéntanos qué pasa.';
  if (reach !== '' && !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/u.test(reach) && !/^\+?[\d\s().-]{7,25}$/u.test(reach)) return 'El correo o el teléfono no está bien escrito.';
  if (openMs < leastMs) return 'Eso fue muy rápido. Revisa lo que escribiste y envíalo otra vez.';
  return openMs > mostMs ? 'El formulario estuvo abierto mucho tiempo. Envíalo otra vez.' : null;
};

export const formPage = (secret: string, client: string, begun: string, written: Written = nothing, lack: string | null = null): string =>
  page(
    `Solicitud de ${client}`,
    html`<p class="soft">${client}</p><h1>Pedir ayuda con Odoo</h1><p>Cuéntanos qué pasa. Lo recibe el equipo que atiende a ${client}.</p>${lack === null ? null : html`<p class="bad" role="alert">${lack}</p>`}<section><form method="post" action="/f/${secret}"><input type="hidden" name="begun" value="${begun}"><label for="name">Tu nombre</label><input id="name" type="text" name="name" maxlength="120" autocomplete="name" required value="${written.name}"><label for="reach">Correo o teléfono (opcional)</label><input id="reach" type="text" name="reach" maxlength="200" value="${written.reach}"><label for="title">Qué pasa, en una línea</label><input id="title" type="text" name="title" maxlength="160" required value="${written.title}"><label for="text">Qué hacías, qué esperabas y qué pasó</label><textarea id="text" name="text" maxlength="10000" required>
${written.text}</textarea><div class="trap" aria-hidden="true"><label for="website">No llenes este campo</label><input id="website" type="text" name="website" tabindex="-1" autocomplete="off"></div><div class="acts"><button>Enviar</button></div></form></section>`,
  );

export const receivedPage = (client: string): string => page('Solicitud recibida', html`<p class="soft">${client}</p><h1>Recibimos tu solicitud</h1><p class="ok">Ya la tiene el equipo. Puedes cerrar esta página.</p>`);

export const tooManyForms = page('Demasiadas solicitudes', html`<h1>Espera unos minutos</h1><p>Llegaron muchas solicitudes seguidas y esta no se guardó. Vuelve a enviarla en unos minutos o llama a tu consultora.</p>`);
