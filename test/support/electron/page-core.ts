import type { Page } from 'playwright-core';
import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { InputOf, ResultOf } from '#shared/contract/method.ts';
import type { ShellContract } from '#shared/contract/shell.ts';

/** What the page side keeps between calls. */
interface PageCore {
  call: (name: string, input: unknown) => Promise<Answer>;
}
type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: { readonly code: string; readonly details: unknown } };
type TestWindow = Window & { carrilTestCore?: PageCore; carril: { invoke: (name: string, input: unknown) => Promise<unknown>; requestPort: () => void } };

/**
 * Lets a test speak to the engine over the window's own port, as the screens do: same process, same contract, same
 * transaction on disk before the answer. A call under way while the engine dies answers `core_down`.
 */
export const openPageCore = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const host = window as unknown as TestWindow;
    if (host.carrilTestCore !== undefined) return;
    let port: MessagePort | null = null;
    let next = 0;
    const pending = new Map<string, (answer: Answer) => void>();
    const waiting: ((port: MessagePort) => void)[] = [];
    const down = (): void => {
      for (const settle of pending.values()) settle({ ok: false, error: { code: 'core_down', details: {} } });
      pending.clear();
    };
    window.addEventListener('message', (event) => {
      const given = event.ports[0];
      if ((event.data as { type?: unknown }).type !== 'carril:port' || given === undefined) return;
      down();
      port = given;
      given.addEventListener('message', (message: MessageEvent<{ t: string; i: string; r?: Answer }>) => {
        const { t, i, r } = message.data;
        const settle = t === 's' ? pending.get(i) : undefined;
        if (settle === undefined) return;
        pending.delete(i);
        settle(r ?? { ok: false, error: { code: 'core_down', details: {} } });
      });
      given.start();
      for (const ready of waiting.splice(0)) ready(given);
    });
    host.carrilTestCore = {
      call: async (name, input) => {
        const to = port ?? (await new Promise<MessagePort>((resolve) => waiting.push(resolve)));
        return new Promise((resolve) => {
          const id = `test-${(next += 1)}`;
          const settle = (answer: Answer): void => {
            clearTimeout(late);
            resolve(answer);
          };
          const late = setTimeout(() => {
            pending.delete(id);
            resolve({ ok: false, error: { code: 'core_down', details: {} } });
          }, 10_000);
          pending.set(id, settle);
          to.postMessage({ t: 'q', i: id, m: 'call', a: [name, input] });
        });
      },
    };
    host.carril.requestPort();
  });

/** The code of an expected failure, thrown by the calls below. */
export class CallFailed extends Error {
  readonly code: string;
  constructor(code: string, details: unknown) {
    super(`${code} ${JSON.stringify(details)}`);
    this.code = code;
  }
}

const unwrap = (answer: Answer): unknown => {
  if (answer.ok) return answer.value;
  throw new CallFailed(answer.error.code, answer.error.details);
};

export const callCore = async <M extends CoreMethod>(page: Page, name: M, input: InputOf<CoreContract[M]>): Promise<ResultOf<CoreContract[M]>> =>
  unwrap(await page.evaluate(([method, given]) => (window as unknown as TestWindow).carrilTestCore?.call(method, given) as Promise<Answer>, [name, input] as const)) as ResultOf<CoreContract[M]>;

export const callShell = async <M extends keyof ShellContract & string>(page: Page, name: M, input: InputOf<ShellContract[M]>): Promise<ResultOf<ShellContract[M]>> =>
  unwrap((await page.evaluate(([method, given]) => (window as unknown as TestWindow).carril.invoke(method, given), [name, input] as const)) as Answer) as ResultOf<ShellContract[M]>;
