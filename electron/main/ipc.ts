import { ipcMain, type WebContents } from 'electron';
import { invokeChannel, overlayChannel, overlayOpenChannel, requestPortChannel } from '../../shared/contract/channels.ts';
import type { Handlers } from '../../shared/contract/method.ts';
import { dispatcher } from '../../shared/contract/rpc.ts';
import type { ShellContract } from '../../shared/contract/shell.ts';
import type { Overlays } from './capture/overlay-windows.ts';
import { appHost } from './guards/own-address.ts';
import { isTrusted, senderOf } from './guards/sender.ts';
import type { ShellLog } from './log.ts';

export interface IpcOptions {
  readonly handlers: Handlers<ShellContract>;
  readonly overlays: Overlays;
  /** The ids of the web contents that may talk to the shell. */
  readonly windows: () => ReadonlySet<number>;
  readonly attach: (contents: WebContents) => void;
  readonly development: string | null;
  readonly log: ShellLog;
}

type Dispatch = ReturnType<typeof dispatcher<ShellContract>>;

/** The contract with its schemas, loaded with the first call: the window's start does not wait for it. */
const loadDispatch = async ({ handlers, log }: IpcOptions): Promise<Dispatch> => {
  const { shellContract } = await import('../../shared/contract/shell.ts');
  return dispatcher(shellContract, handlers, {
    onInternal: log.internal,
    onSlow: (method, ms) => log.info('shell.slow', { method, ms: Math.round(ms) }),
    now: () => performance.now(),
  });
};

/** Every message that the shell hears from a page, each behind the check of who sent it. */
export const listen = (options: IpcOptions): void => {
  const { log } = options;
  let loading: Promise<Dispatch> | null = null;
  const call: Dispatch = async (name, input) => (await (loading ??= loadDispatch(options)))(name, input);
  const trusts = (event: Parameters<typeof senderOf>[0]): boolean => {
    const trusted = isTrusted(senderOf(event), options.windows(), appHost, options.development);
    if (!trusted) log.warn('ipc.refused', { contents: event.sender.id });
    return trusted;
  };
  ipcMain.handle(invokeChannel, (event, name: unknown, input: unknown) =>
    trusts(event) ? call(name as string, input) : { ok: false, error: { code: 'not_allowed', details: {} } },
  );
  ipcMain.on(requestPortChannel, (event) => {
    if (trusts(event)) options.attach(event.sender);
  });
  ipcMain.handle(overlayOpenChannel, (event) => options.overlays.open(event));
  ipcMain.on(overlayChannel, (event, message: unknown) => options.overlays.hear(event, message));
};
