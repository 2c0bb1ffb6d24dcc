import type { PrintBlock, PrintDocument } from './print-document.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as text, wherever in the markup it stands. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign);

const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');
const each = <T>(items: readonly T[], of: (item: T, index: number) => string): string => items.map(of).join('');

const table = ({ head, rows, right, foot }: Extract<PrintBlock, { is: 'table' }>): string => {
  const numbers = new Set(right);
  const cells = (row: readonly string[], tag: 'td' | 'th'): string => each(row, (cell, column) => `<${tag}${numbers.has(column) ? ' class="right"' : ''}>${lines(cell)}</${tag}>`);
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${each(rows, (row) => `<tr>${cells(row, 'td')}</tr>`)}</tbody>${foot === null ? '' : `<tfoot><tr>${cells(foot, 'td')}</tr></tfoot>`}</table>`;
};

const block = (given: PrintBlock): string => {
  switch (given.is) {
    case 'text':
      return `<p>${lines(given.text)}</p>`;
    case 'figures':
      return `<dl class="figures">${each(given.figures, ({ name, value, note }) => `<div><dt>${escapeHtml(name)}</dt><dd><b>${escapeHtml(value)}</b> ${escapeHtml(note)}</dd></div>`)}</dl>`;
    case 'pairs':
      return `<dl class="pairs">${each(given.pairs, ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt><dd>${lines(value)}</dd></div>`)}</dl>`;
    case 'bars':
      // As drawings: the policy of the page takes no styles from the markup.
      return `<ul class="bars">${each(
        given.bars,
        ({ name, value, share }) => `<li><span>${escapeHtml(name)}</span><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="${(share * 100).toFixed(2)}" height="6"/></svg><b>${escapeHtml(value)}</b></li>`,
      )}</ul>`;
    case 'table':
      return table(given);
    case 'pictures':
      return each(given.pictures, ({ sha256, caption }) => `<figure><img src="/evidence/${escapeHtml(sha256)}" alt=""><figcaption>${lines(caption)}</figcaption></figure>`);
    case 'signatures':
      return `<div class="signatures">${each(given.names, (name) => `<p>${escapeHtml(name)}</p>`)}</div>`;
  }
};

/** The body of a document's page, as markup without scripts and styles; every text in it is escaped. */
export const documentHtml = ({ title, subtitle, facts, sections }: PrintDocument): string =>
  `<header><h1>${escapeHtml(title)}</h1><p>${escapeHtml(subtitle)}</p>${block({ is: 'pairs', pairs: facts })}</header>${each(
    sections,
    ({ heading, blocks }) => `<section><h2>${escapeHtml(heading)}</h2>${each(blocks, block)}</section>`,
  )}`;
