import { getMeta } from '../db/meta.ts';
import type { Part } from '../part.ts';
import type { RemoteMethod } from '../parts.ts';
import { sessionView } from '../session-view.ts';
import type { Spine } from '../spine.ts';
import { diagnosticsText } from './diagnostics.ts';
import { download } from './downloads.ts';
import { createEngine } from './engine.ts';
import { createHttp } from './http.ts';
import { refusedChanges, waitingChanges } from './outbox-views.ts';
import { discardRefused, purgeDiscarded, restoreDiscarded, undoMs } from './discarded.ts';
import { amendRefused, retryRefused } from './resend.ts';
import { rotateWhenDue } from './rotate.ts';
import { learnUnknown } from './unknown-parts.ts';
import { createPeople } from './people.ts';
import { becomeFirstAdmin, previewInvitation, redeemInvitation, signIn, signOut } from './session.ts';

export interface SyncOptions {
  readonly spine: Spine;
  readonly fetch: typeof fetch;
  /** The device's token as the shell keeps it. */
  readonly token: string | null;
  readonly onToken: (token: string | null) => void;
  readonly version: string;
}

export interface Sync {
  readonly handlers: Part<Exclude<RemoteMethod, `import.${string}`>>;
  readonly wake: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

/** The desk's side of sync: session, outbox, feed, files. The protocol is `shared/sync/protocol.ts`. */
export const createSync = ({ spine, fetch, token: given, onToken, version }: SyncOptions): Sync => {
  // The token belongs to the desk that this one is a copy of.
  const learned = learnUnknown(spine.db);
  if (learned > 0) spine.log.info('sync.learned', { rows: learned });
  let token = spine.copied ? null : given;
  if (spine.copied && given !== null) onToken(null);
  const keepToken = (next: string | null): void => {
    token = next;
    onToken(next);
  };
  let closing = new AbortController();
  let open = true;
  const signal = (): AbortSignal => closing.signal;
  const endRequests = (): void => {
    closing.abort();
    if (open) closing = new AbortController();
  };
  const http = createHttp({ closing: signal, fetch, address: () => getMeta(spine.db, 'endpoint'), token: () => token });
  const engine = createEngine({ spine, http, hasToken: () => token !== null, dropToken: () => keepToken(null), rotate: () => rotateWhenDue(spine, http, onToken), endRequests });
  const view = (): ReturnType<typeof sessionView> => sessionView(spine.db, spine.deviceId, token !== null);
  const world = { fetch, closing: signal, between: engine.between, onToken: keepToken };
  const entered = async (entering: Promise<void>): Promise<ReturnType<typeof view>> => {
    await entering;
    spine.announce(['session', 'sync', 'people']);
    void engine.now();
    return view();
  };
  return {
    handlers: {
      ...createPeople(spine, http),
      'session.get': view,
      'session.signIn': (input) => entered(signIn(spine, world, input)),
      'session.invitation': ({ link }) => previewInvitation(world, link),
      'session.redeem': (input) => entered(redeemInvitation(spine, world, input)),
      'session.firstAdmin': (input) => entered(becomeFirstAdmin(spine, world, input)),
      'session.signOut': async () => {
        await signOut(spine, world, token);
        spine.announce(['session', 'sync']);
        void engine.now();
        return view();
      },
      'sync.status': engine.status,
      'sync.now': async () => {
        await engine.now();
        return engine.status();
      },
      'sync.setMode': async ({ mode }) => {
        await engine.setMode(mode);
        return engine.status();
      },
      'sync.diagnostics': () => ({ text: diagnosticsText(spine, version, engine.status(), engine.pastErrors()) }),
      'sync.waiting': ({ limit }) => waitingChanges(spine.db, limit),
      'sync.refused': () => refusedChanges(spine.db),
      'sync.retry': ({ group }) => retryRefused(spine, group),
      'sync.amend': ({ group, amendments }) => amendRefused(spine, group, amendments),
      'sync.discard': ({ group }) => {
        purgeDiscarded(spine, spine.clock.now() - undoMs);
        return discardRefused(spine, group);
      },
      'sync.restore': ({ groups }) => restoreDiscarded(spine, groups),
      'evidence.fetch': async ({ sha256 }) => {
        await download(spine, http, sha256);
        return { sha256 };
      },
    },
    wake: engine.wake,
    start: () => {
      purgeDiscarded(spine, spine.clock.now() - undoMs);
      engine.start();
    },
    stop: () => {
      open = false;
      return engine.stop();
    },
  };
};
