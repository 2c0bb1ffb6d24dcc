import { describe, expect, test } from 'vitest';
import { documentHtml } from '#shared/print/document-html.ts';
import { printDocument, type PrintBlock } from '#shared/print/print-document.ts';

const hostile = `</style><script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;

const blocks: readonly PrintBlock[] = [
  { is: 'text', text: hostile },
  { is: 'figures', figures: [{ name: hostile, value: hostile, note: hostile }] },
  { is: 'pairs', pairs: [{ name: hostile, value: hostile }] },
  { is: 'bars', bars: [{ name: hostile, value: hostile, share: 0.5 }] },
  { is: 'table', head: [hostile], rows: [[hostile]], right: [0], foot: [hostile] },
  { is: 'pictures', pictures: [{ sha256: 'a'.repeat(64), caption: hostile }] },
  { is: 'signatures', names: [hostile] },
];

describe('a document for paper', () => {
  test.each(blocks.map((block) => [block.is, block] as const))('%s: what it holds stays text', (_, block) => {
    const html = documentHtml({ lang: 'es', title: hostile, subtitle: hostile, facts: [{ name: hostile, value: hostile }], sections: [{ heading: hostile, blocks: [block] }], foot: hostile });
    expect(html).not.toMatch(/<script|<img src=x|<\/style/u);
    // Neither styles nor handlers: the page's policy takes none from the markup.
    expect(html.replaceAll(/&lt;.*?&gt;/gu, '')).not.toMatch(/\sstyle=|\son\w+=/u);
  });

  test('breaks lines where the text does', () => {
    expect(documentHtml({ lang: 'es', title: '', subtitle: '', facts: [], sections: [{ heading: '', blocks: [{ is: 'text', text: 'a\nb' }] }], foot: '' })).toContain('a<br>b');
  });

  test('names only pictures of the desk', () => {
    const pictures = (sha256: string) => printDocument.safeParse({ lang: 'es', title: '', subtitle: '', facts: [], sections: [{ heading: '', blocks: [{ is: 'pictures', pictures: [{ sha256, caption: '' }] }] }], foot: '' }).success;
    expect([pictures('a'.repeat(64)), pictures('../../etc/passwd'), pictures(`${'a'.repeat(63)}/`)]).toEqual([true, false, false]);
  });
});
