import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** From the first run to the demo's board. */
export const openDemo = async (page: Page): Promise<void> => {
  await page.locator('[data-testid=open-demo]').click();
  await page.locator('[data-testid=board] [data-testid=card]').first().waitFor({ timeout: 60_000 });
};

/** Counts violations of the page's security policy from here on. */
export const watchPolicy = async (page: Page): Promise<() => Promise<readonly string[]>> => {
  await page.evaluate(() => {
    const host = window as unknown as { violations: string[] };
    host.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => host.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
};

/** axe finds nothing wrong in either theme, dialogs included. `decided`: it leaves no contrast undecided either. */
export const expectAccessible = async (page: Page, { decided = false }: { readonly decided?: boolean } = {}): Promise<void> => {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((to) => {
      document.documentElement.dataset['theme'] = to;
    }, theme);
    await page.waitForTimeout(200);
    await page.evaluate(axe);
    const found = await page.evaluate(async (strict) => {
      type Finding = { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] };
      const host = window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<{ violations: readonly Finding[]; incomplete: readonly Finding[] }> } };
      // The guards hand the focus on at once; nobody is ever on them.
      const context = { include: [['html']], exclude: [['[data-base-ui-focus-guard]']] };
      const { violations, incomplete } = await host.axe.run(context, { resultTypes: ['violations', 'incomplete'] });
      return [...violations, ...incomplete.filter(({ id }) => strict && id === 'color-contrast')].map(
        (one) => `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${(node.failureSummary ?? '').slice(0, 200)}`).slice(0, 3).join(' | ')}`,
      );
    }, decided);
    expect(found, theme).toEqual([]);
  }
};
