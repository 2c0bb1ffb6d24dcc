import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BrowserWindow } from 'electron';
import { documentHtml, escapeHtml } from '../../../shared/print/document-html.ts';
import type { PrintDocument } from '../../../shared/print/print-document.ts';
import { guardNavigation } from '../guards/navigation.ts';
import { printUrl } from '../guards/own-address.ts';
import { securePreferences } from '../guards/web-preferences.ts';
import type { ShellLog } from '../log.ts';

export interface Printer {
  /** The document as a PDF of A4 pages. One at a time: each needs a page of its own to be laid out. */
  readonly pdf: (document: PrintDocument) => Promise<Uint8Array>;
  /** The page of a document that is being printed, for the scheme; null: none of that name. */
  readonly page: (token: string) => Promise<string | null>;
}

const marker = '<!--document-->';

/** Chromium's own footer knows no stylesheet but its own markup. */
const footer = (text: string): string =>
  `<div style="width:100%;padding:0 16mm;font:7pt sans-serif;color:#5f6770;display:flex;justify-content:space-between"><span>${escapeHtml(text)}</span><span><span class="pageNumber"></span> / <span class="totalPages"></span></span></div>`;

/** Makes PDFs of the desk's own documents, in a hidden page that runs no script. `pages`: folder of the built pages. */
export const createPrinter = ({ pages, log }: { readonly pages: string; readonly log: ShellLog }): Printer => {
  const printing = new Map<string, PrintDocument>();
  let before: Promise<unknown> = Promise.resolve();

  const print = async (document: PrintDocument): Promise<Uint8Array> => {
    const token = randomUUID();
    printing.set(token, document);
    const { preload: _none, ...preferences } = securePreferences('', false);
    const window = new BrowserWindow({ show: false, webPreferences: { ...preferences, javascript: false } });
    guardNavigation(window.webContents, log);
    try {
      await window.loadURL(`${printUrl}${token}`);
      return await window.webContents.printToPDF({
        preferCSSPageSize: true,
        printBackground: true,
        generateTaggedPDF: true,
        displayHeaderFooter: true,
        headerTemplate: '<span></span>',
        footerTemplate: footer(document.foot),
      });
    } finally {
      printing.delete(token);
      window.destroy();
    }
  };

  return {
    pdf: (document) => {
      const next = before.then(
        () => print(document),
        () => print(document),
      );
      before = next;
      return next;
    },
    page: async (token) => {
      const document = printing.get(token);
      if (document === undefined) return null;
      const frame = await readFile(path.join(pages, 'print.html'), 'utf8');
      return frame.replace('<html lang="es">', `<html lang="${document.lang}">`).replace('<title>Carril</title>', () => `<title>${escapeHtml(document.title)}</title>`).replace(marker, () => documentHtml(document));
    },
  };
};
