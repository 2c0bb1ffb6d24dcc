import { portMessage } from '#shared/contract/channels.ts';
import type { CoreContract } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import type { Call } from '#shared/contract/method.ts';
import { isOpening, questionKey, type Opening } from '#shared/contract/opening.ts';
import { connect, type Client } from '#shared/contract/rpc.ts';
import type { DeskState, PortMessage } from '#shared/contract/shell.ts';
import { timeLimitOf } from '#shared/contract/time-limits.ts';
import { AppError } from '#shared/errors.ts';

/** How long a call waits for the engine's port before it fails with `core_down`. */
const PORT_LIMIT_MS = 10_000;
/** What was answered ahead is old after this time. */
const AHEAD_LIMIT_MS = 1500;

type ChangeListener = (topics: ReadonlySet<Topic>) => void;

const listeners = new Set<ChangeListener>();
const waiters = new Set<(client: Client<CoreContract>) => void>();
const connections = new Set<(desk: DeskState) => void>();
let client: Client<CoreContract> | null = null;
/** What the engine answered before it was asked. Each answer is taken once, and none after a change or after a while. */
let ahead = new Map<string, unknown>();
/** A call found no engine: those who asked must hear when there is one. */
let missed = false;
let engines = 0;

/** Everything may have changed: the engine is another process than before. */
const everything: ReadonlySet<Topic> = new Set<Topic>(['board', 'time', 'timer', 'sync', 'import', 'session', 'settings', 'clients', 'evidence', 'history', 'people']);

const tell = (topics: ReadonlySet<Topic>): void => {
  for (const listener of [...listeners]) listener(topics);
};

/** The engine speaks first: from then on it is there, and calls find their answers or go to it. */
const begin = (next: Client<CoreContract>, opening: Opening, desk: DeskState): void => {
  const again = missed || engines > 0;
  engines += 1;
  missed = false;
  client = next;
  const answers = new Map(opening.answers.map(({ key, value }) => [key, value]));
  ahead = answers;
  setTimeout(() => answers.clear(), AHEAD_LIMIT_MS);
  for (const ready of [...waiters]) ready(next);
  for (const connected of [...connections]) connected(desk);
  // Those who asked the first engine have been waiting for it and need no news.
  if (again) tell(everything);
};

const use = (port: MessagePort, desk: DeskState): void => {
  client?.fail();
  client = null;
  const next = connect<CoreContract>(
    {
      post: (data) => port.postMessage(data),
      on: (listener) => {
        port.onmessage = (event: MessageEvent<unknown>) => {
          if (isOpening(event.data)) begin(next, event.data, desk);
          else listener(event.data);
        };
      },
    },
    timeLimitOf,
    (topics) => {
      ahead.clear();
      tell(new Set(topics));
    },
  );
};

let listening = false;
/** Begins to listen for the engine's ports and asks for the first. */
export const startCore = (): void => {
  if (listening) return;
  listening = true;
  window.addEventListener('message', (event: MessageEvent<Partial<PortMessage> | null>) => {
    const port = event.ports[0];
    if (event.source === window && event.data?.type === portMessage && event.data.desk !== undefined && port !== undefined) use(port, event.data.desk);
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
      missed = true;
      reject(new AppError('core_down'));
    }, PORT_LIMIT_MS);
    waiters.add(done);
  });
};

const breakages = new Set<(error: AppError) => void>();

const ask: Call<CoreContract> = async (name, input) => {
  const engine = await ready();
  const key = ahead.size === 0 ? '' : questionKey(name, input);
  const answer = ahead.get(key);
  ahead.delete(key);
  return answer === undefined ? engine.call(name, input) : (answer as never);
};

const call: Call<CoreContract> = async (name, input) => {
  try {
    return await ask(name, input);
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
    ahead.clear();
  },
  connected: (): boolean => client !== null,
  /** The local copy turned out to be damaged. */
  onBroken: (listener: (error: AppError) => void): (() => void) => {
    breakages.add(listener);
    return () => breakages.delete(listener);
  },
  /** Called with the desk's state, which is ready, each time an engine is there. */
  onConnected: (listener: (desk: DeskState) => void): (() => void) => {
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
