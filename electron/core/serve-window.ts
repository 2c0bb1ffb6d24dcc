import { coreContract } from '#shared/contract/core.ts';
import { serve } from '#shared/contract/rpc.ts';
import type { Core } from './index.ts';
import type { Log } from './log.ts';

/** A MessagePort as a utility process has it. */
export interface WindowPort {
  readonly postMessage: (data: unknown) => void;
  readonly on: ((event: 'message', listener: (event: { readonly data: unknown }) => void) => unknown) & ((event: 'close', listener: () => void) => unknown);
  readonly start: () => void;
}

/** Serves the engine's contract over a port until its other end closes. */
export const serveWindow = (core: Core, port: WindowPort, log: Log): void => {
  const served = serve(
    {
      post: (data) => port.postMessage(data),
      on: (listener) => void port.on('message', (event) => listener(event.data)),
    },
    coreContract,
    core.handlers,
    { onInternal: log.internal, onSlow: (method, ms) => log.info('slow', { method, ms: Math.round(ms) }), now: () => performance.now() },
  );
  const forget = core.onChanged(served.changed);
  port.on('close', () => {
    forget();
    served.close();
  });
  port.start();
};
