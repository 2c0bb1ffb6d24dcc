import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { html, type Html } from './html.ts';

const style = `:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--text:#1d1f21;--soft:#5a5f66;--line:#d9dbde;--accent:#1f5fbf;--on:#fff;--bad:#b7191c;--ok:#1d6b3a}
@media(prefers-color-scheme:dark){:root{--bg:#15171a;--card:#1d2024;--text:#eceef0;--soft:#a8aeb6;--line:#3a3f46;--accent:#8ab4f8;--on:#10151c;--bad:#fe8b83;--ok:#7fd19b}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:16px/24px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:640px;margin:0 auto;padding:24px 16px 48px}h1{font-size:22px;line-height:30px;margin:4px 0 8px;overflow-wrap:anywhere}h2{font-size:17px;line-height:24px;margin:0 0 8px}
p{margin:0 0 12px;overflow-wrap:anywhere}.soft{color:var(--soft);font-size:14px;line-height:20px}.state{font-size:18px;font-weight:600}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px;margin-top:16px}
figure{margin:0 0 16px}img{display:block;max-width:100%;height:auto;border:1px solid var(--line);border-radius:6px}figcaption{padding-top:6px;color:var(--soft);font-size:14px;line-height:20px;overflow-wrap:anywhere}
label,legend{display:block;font-weight:600;margin:12px 0 6px;padding:0}input[type=text],input[type=email],input[type=tel],textarea{width:100%;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:6px;padding:10px 12px}textarea{min-height:120px;resize:vertical}
fieldset{border:0;margin:0;padding:0}.scale{display:flex;flex-wrap:wrap;gap:8px}.scale label{display:flex;align-items:center;gap:8px;min-height:44px;margin:0;padding:0 14px;border:1px solid var(--line);border-radius:6px;font-weight:400}
.acts{display:flex;flex-wrap:wrap;gap:12px;margin-top:16px}button{min-height:44px;padding:0 20px;font:inherit;font-weight:600;border-radius:6px;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer}button.second{background:transparent;color:var(--bad);border-color:var(--bad)}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}.ok{color:var(--ok);font-weight:600}.bad{color:var(--bad);font-weight:600}.trap{position:absolute;left:-9999px}`;

const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** A whole page: in Spanish, without scripts, readable on a phone. */
export const page = (title: string, body: Html): string =>
  `<!doctype html>\n${html`<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${{ html: style }}</style></head><body><main>${body}</main></body></html>`.html}`;

/** No other page may frame it or learn its address, nothing keeps it, and it runs nothing. */
export const pageHeaders = (reply: FastifyReply): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .header('x-frame-options', 'DENY')
    .header('x-robots-tag', 'noindex')
    .header('cache-control', 'no-store');

export const sendPage = (reply: FastifyReply, status: number, text: string): FastifyReply => pageHeaders(reply).code(status).type('text/html; charset=utf-8').send(text);

/** The same for whatever is not there, was, or never was: who guesses learns nothing. */
export const notHere = page(
  'Página no disponible',
  html`<h1>Esta página no está disponible</h1><p>El enlace no existe, venció o fue retirado, o lo que se envió ya se había respondido. Pide un enlace nuevo a tu consultora.</p>`,
);
