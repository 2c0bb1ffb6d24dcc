import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { portMessage } from '../../../shared/contract/channels.ts';
import type { CoreContract } from '../../../shared/contract/core.ts';
import type { Call } from '../../../shared/contract/method.ts';
import type { FromCore, ToCore } from '../../../shared/contract/process.ts';
import { connect, type Client } from '../../../shared/contract/rpc.ts';
import type { DeskState } from '../../../shared/contract/shell.ts';
import { timeLimitOf } from '../../../shared/contract/time-limits.ts';
import { AppError, type WireError } from '../../../shared/errors.ts';
import type { ShellLog } from '../log.ts';
import { supervise } from './supervise.ts';

type CoreStatus = Exclude<DeskState['status'], 'none'>;

export interface CoreOptions {
  readonly script: string;
  readonly dir: string;
  readonly sqliteBinding: string | null;
  readonly version: string;
  readonly readToken: () => string | null;
  readonly keepToken: (token: string | null) => void;
  readonly onStatus: (status: CoreStatus, error: WireError | null) => void;
  /** The desk's state, which a window gets with its port. */
  readonly state: () => DeskState;
  /** The windows that asked for the engine: each gets a port whenever it is ready anew. */
  readonly windows: ReadonlySet<WebContents>;
  readonly log: ShellLog;
}

export interface CoreSupervisor {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
  /** Resolves once the engine is ready, could not open the desk, or was given up. */
  readonly settled: () => Promise<void>;
  /** Hands a window a port if the engine is ready. */
  readonly give: (contents: WebContents) => void;
  /** The shell's own calls. */
  readonly call: Call<CoreContract>;
}

const clientOver = (port: MessagePortMain): Client<CoreContract> => {
  const client = connect<CoreContract>(
    {
      post: (data) => port.postMessage(data),
      on: (listener) => void port.on('message', (event) => listener(event.data)),
    },
    timeLimitOf,
  );
  port.on('close', client.fail);
  port.start();
  return client;
};

/** Runs the engine of one desk, hands each window a port straight to it, and stays out of the way. */
export const superviseCore = (options: CoreOptions): CoreSupervisor => {
  const waiting = new Set<() => void>();
  let status: CoreStatus = 'starting';
  let client: Client<CoreContract> | null = null;
  /** Our end of the port that the engine got with `open`; the first window takes it, with the answers that lie in it. */
  let first: MessagePortMain | null = null;

  const become = (next: CoreStatus, error: WireError | null = null): void => {
    status = next;
    options.onStatus(next, error);
    if (next !== 'ready' && next !== 'failed' && next !== 'down') return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  const newPort = (): MessagePortMain => {
    const channel = new MessageChannelMain();
    core.post({ type: 'port' }, [channel.port2]);
    return channel.port1;
  };

  const give = (contents: WebContents): void => {
    if (contents.isDestroyed()) return;
    contents.postMessage(portMessage, options.state(), [first ?? newPort()]);
    first = null;
  };

  const ready = (): void => {
    become('ready');
    for (const contents of options.windows) give(contents);
  };

  const drop = (): void => {
    client?.close();
    client = null;
    first?.close();
    first = null;
  };

  /** The shell's own line to the engine, made when it is first wanted. */
  const own = (): Client<CoreContract> => {
    client ??= clientOver(newPort());
    return client;
  };

  const receive = (message: FromCore): void => {
    switch (message.type) {
      case 'ready':
        ready();
        return;
      case 'failed':
        // It opened nothing and would fail the same way again: no restart, the screen says why.
        options.log.warn('core.failed', { code: message.code });
        become('failed', { code: message.code, details: message.details });
        void core.stop();
        return;
      case 'secret.set':
        options.keepToken(message.token);
        return;
      case 'log':
        options.log.line(message.line);
        return;
    }
  };

  const core = supervise<ToCore, FromCore>({
    name: 'carril-core',
    script: options.script,
    closing: { type: 'close' },
    log: options.log,
    // In the next turn: the key store may be slow to unseal the token, and the window must not wait for it.
    onStarted: (post) =>
      void setImmediate(() => {
        const channel = new MessageChannelMain();
        first?.close();
        first = channel.port1;
        post({ type: 'open', dir: options.dir, secret: { token: options.readToken() }, sqliteBinding: options.sqliteBinding, version: options.version }, [channel.port2]);
      }),
    onMessage: receive,
    onEnded: (again) => {
      drop();
      become(again ? 'restarting' : 'down', again ? null : { code: 'core_down', details: {} });
    },
  });

  return {
    start: () => {
      become('starting');
      core.start();
    },
    stop: async () => {
      await core.stop();
      drop();
    },
    settled: () =>
      status === 'ready' || status === 'failed' || status === 'down' ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve)),
    give: (contents) => {
      if (status === 'ready') give(contents);
    },
    call: (name, input) => (status === 'ready' ? own().call(name, input) : Promise.reject(new AppError('core_down'))),
  };
};
