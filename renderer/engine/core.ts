import { coreContract, type CoreContract } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import type { Call } from '#shared/contract/method.ts';
import { connect, type Client } from '#shared/contract/rpc.ts';
import { portMessage } from '#shared/contract/shell.ts';
import { AppError } from '#shared/errors.ts';

/** How long a call waits for the engine's port before it fails with `core_down`. */
const PORT_LIMIT_MS = 10_000;

type ChangeListener = (topics: ReadonlySet<Topic>) => void;

const listeners = new Set<ChangeListener>();
const waiters = new Set<(client: Client<CoreContract>) => void>();
const connections = new Set<() => void>();
let client: Client<CoreContract> | null = null;

/** Everything may have changed: the engine is another process than before. */
const everything: ReadonlySet<Topic> = new Set<Topic>(['board', 'time', 'timer', 'sync', 'import', 'session', 'settings', 'clients', 'evidence', 'history']);

const tell = (topics: ReadonlySet<Topic>): void => {
  for (const listener of [...listeners]) listener(topics);
};

const use = (port: MessagePort): void => {
  client?.fail();
  const next = connect(
    {
      post: (data) => port.postMessage(data),
      on: (listener) => {
        port.onmessage = (event) => listener(event.data);
      },
    },
    coreContract,
    (topics) => tell(new Set(topics)),
  );
  client = next;
  for (const ready of [...waiters]) ready(next);
  for (const connected of [...connections]) connected();
  tell(everything);
};

let listening = false;
/** Begins to listen for the engine's ports and asks for the first. */
export const startCore = (): void => {
  if (listening) return;
  listening = true;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    if (event.source === window && event.data === portMessage && port !== undefined) use(port);
  });
  window.carril.requestPort();
};

const ready = (): Promise<Client<CoreContract>> => {
  if (client !== null) return Promise.resolve(client);
  return new Promise((resolve, reject) => {
    const done = (next: Client<CoreContract>): void => {
      waiters.delete(done);
      clearTimeout(timer);
      resolve(next);
    };
    const timer = setTimeout(() => {
      waiters.delete(done);
      reject(new AppError('core_down'));
    }, PORT_LIMIT_MS);
    waiters.add(done);
  });
};

const breakages = new Set<(error: AppError) => void>();

const call: Call<CoreContract> = async (name, input) => {
  const engine = await ready();
  try {
    return await engine.call(name, input);
  } catch (error) {
    // Damage that shows only while working: no screen can go on from there.
    if (error instanceof AppError && error.code === 'database_corrupt') for (const broken of [...breakages]) broken(error);
    throw error;
  }
};

/** The desk's engine. Calls made before its port is here wait for it; every failure is an `AppError`. */
export const core = {
  call,
  /** The engine stopped: fail what is under way and let later calls wait for the next port. */
  lost: (): void => {
    client?.fail();
    client = null;
  },
  connected: (): boolean => client !== null,
  /** The local copy turned out to be damaged. */
  onBroken: (listener: (error: AppError) => void): (() => void) => {
    breakages.add(listener);
    return () => breakages.delete(listener);
  },
  onConnected: (listener: () => void): (() => void) => {
    connections.add(listener);
    return () => connections.delete(listener);
  },
};

/** Hears what may have changed. A new engine counts as everything. `ticket:*` topics come as they are. */
export const onChanged = (listener: ChangeListener): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether any of the wanted topics was announced; a reconnection (`session` among others) refreshes tickets too. */
export const touches = (announced: ReadonlySet<Topic>, wanted: readonly Topic[]): boolean =>
  announced === everything || wanted.some((topic) => announced.has(topic));
