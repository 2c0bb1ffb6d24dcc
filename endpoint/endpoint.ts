import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { nodeOf, hlcText, hlcTick, hlcZero } from '#shared/sync/hlc.ts';
import type { EntityName } from '#shared/domain/entities/index.ts';
import { uuidAt } from '#shared/ids.ts';
import { addUser, setPassword, type NewUser } from './accounts.ts';
import type { BucketOptions } from './blobs/blob-bucket.ts';
import { createBlobFiles } from './blobs/blob-files.ts';
import { keepBytes } from './blobs/keep-bytes.ts';
import { markStored } from './blobs/mark-stored.ts';
import { openBucket } from './blobs/open-bucket.ts';
import { createUploads, type UploadOwner } from './blobs/uploads.ts';
import { createApp } from './http/app.ts';
import { blobDownloadRoute } from './http/blob-download.ts';
import { blobUploadRoutes } from './http/blob-upload.ts';
import { healthRoutes } from './http/health.ts';
import { keepCertificate, loadCertificate, type CertificateFiles } from './http/certificate.ts';
import { defaultLimits, type Limits } from './http/limits.ts';
import { createLive } from './http/live.ts';
import { metricsRoute } from './http/metrics-route.ts';
import { signInRoute } from './http/sign-in.ts';
import { syncRoutes } from './http/sync-routes.ts';
import type { Log } from './log.ts';
import { openApiRoute } from './openapi/document.ts';
import { createMetrics } from './metrics/metrics.ts';
import { startMetricsServer, type MetricsAddress } from './metrics/metrics-server.ts';
import { joinRoutes } from './http/join-routes.ts';
import { formRoutes } from './http/form-routes.ts';
import { linkRoutes } from './http/link-routes.ts';
import { peopleRoutes } from './http/people-routes.ts';
import { intakeFormRoutes } from './public/intake-form-routes.ts';
import { ticketPageRoutes } from './public/ticket-page-routes.ts';
import { tellClosed } from './people/accounts.ts';
import { newFirstAdminCode, type FirstAdminCode } from './people/first-admin.ts';
import { credentialOf, revokeTokens } from './store/accounts.ts';
import { createRetention, type Pruned } from './retention.ts';
import { headSeq } from './store/head.ts';
import { evidenceWith, rowOf } from './store/rows.ts';
import { tombstoneDays } from './store/tombstones.ts';
import { openStore } from './store/open-store.ts';
import { createOwnOps, type OwnWork } from './sync/own-ops.ts';
import type { PushEnvironment } from './sync/push.ts';

export interface EndpointOptions {
  /** Where the database and the blobs are kept; made if it is not there. Processes on one PostgreSQL share it. */
  readonly dir: string;
  /** `postgres://…`: the data is there, and only the blobs are in `dir`. */
  readonly databaseUrl?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly random?: (bytes: number) => Uint8Array;
  readonly log: Log;
  /** Where the evidence is kept instead of in `dir`. Uploads under way stay in `dir`. */
  readonly bucket?: BucketOptions | undefined;
  /** File of better-sqlite3's native part, where the packaged one does not fit the runtime. */
  readonly sqliteBinding?: string | undefined;
  readonly metrics?: MetricsSettings;
  readonly limits?: Limits;
  /** Serves TLS with these files; without them HTTP, for this machine or behind a proxy. */
  readonly tls?: CertificateFiles | undefined;
  readonly trustProxy?: readonly string[];
  /** How many days answers to ops are kept after which their desk has heard them. */
  readonly answerDays?: number;
  /** Milliseconds for which a stop waits for requests under way; what is not done by then is cut off. */
  readonly drainMs?: number;
}

export interface MetricsSettings {
  /** Who asks for `/metrics` must bring it; null: only this machine may ask on the endpoint's own address. */
  readonly token: string | null;
  /** An address of its own; null: the endpoint's. */
  readonly at: MetricsAddress | null;
  /** Also tells of the Node process. */
  readonly process: boolean;
}

export interface Endpoint {
  readonly app: FastifyInstance;
  /** Answers with the address, e.g. `http://127.0.0.1:8787`. Port 0 takes any that is free. */
  readonly listen: (at: { readonly host: string; readonly port: number }) => Promise<string>;
  /** Reads the files of the certificate again. */
  readonly reloadCertificate: () => void;
  readonly close: () => Promise<void>;
  /** Throws AppError `invalid_input` where the e-mail is taken or a field is wrong. */
  readonly addUser: (user: NewUser) => Promise<{ readonly id: string }>;
  /** Throws AppError `not_found`. */
  readonly setPassword: (email: string, password: string) => Promise<void>;
  /** A fresh code with which the first admin makes himself; null where there is one. The code before it ends. */
  readonly firstAdminCode: () => Promise<FirstAdminCode | null>;
  /** How many tokens of the device were still good. */
  readonly revokeDevice: (device: string) => Promise<number>;
  readonly head: () => Promise<number>;
  /** The endpoint's own device id, under which its own ops are counted. */
  readonly device: string;
  readonly userByEmail: (email: string) => Promise<string | null>;
  readonly has: (entity: EntityName, key: string) => Promise<boolean>;
  /** Work of the endpoint itself: all of it commits together or not at all. */
  readonly together: <T>(work: (own: OwnWork) => Promise<T>) => Promise<T>;
  /**
   * Takes in a file of the endpoint's own, captured by this person: evidence of the endpoint's that names it from then on is
   * `stored`, and so is what of his waited for it. Twice is as good as once.
   */
  readonly keepEvidence: (bytes: Uint8Array, capturedBy: string) => Promise<void>;
  /** Lets go of what no desk will ask for any more; it happens by itself too. */
  readonly prune: () => Promise<Pruned>;
}

const defaultDrainMs = 3000;
/** As long as the ends of rows; three times as long as a desk may send again what it has sent. */
export const defaultAnswerDays = tombstoneDays;

/** Opens the data and builds the server. Throws AppError `database_newer`, `database_corrupt` or `database_unopenable`. */
export const createEndpoint = async (options: EndpointOptions): Promise<Endpoint> => {
  const { dir, clock, log, sqliteBinding } = options;
  const random = options.random ?? ((bytes: number): Uint8Array => randomBytes(bytes));
  const newId = (): string => uuidAt(clock(), random(16));
  const loaded = options.tls === undefined ? null : loadCertificate(options.tls);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const store = await openStore({ dir, databaseUrl: options.databaseUrl, newId, log, sqliteBinding });
  const blobs = options.bucket === undefined ? createBlobFiles(path.join(dir, 'blobs')) : await openBucket(options.bucket);
  const environment: PushEnvironment = { store, now: clock, hasBlob: blobs.has };
  const { live, route: liveRoute } = createLive(store, log, newId);
  const uploadsDir = path.join(dir, 'uploads');
  const stand = async (owner: UploadOwner): Promise<void> => {
    const stored = await markStored(environment, owner);
    // The sender has to hear of it too: it was no op of his.
    if (stored !== null) live.poke({ ...stored, by: null });
  };
  const uploads = createUploads(uploadsDir, blobs, stand);

  const wanted = options.metrics ?? { token: null, at: null, process: false };
  const metrics = createMetrics({ head: () => headSeq(store.now), liveStreams: live.count, process: wanted.process });
  const app = await createApp({
    log,
    newId,
    answered: metrics.answered,
    limits: options.limits ?? defaultLimits,
    certificate: loaded,
    trustProxy: options.trustProxy ?? [],
  });
  const certificate = options.tls === undefined ? null : keepCertificate(app.server as HttpsServer, options.tls, log, newId);
  openApiRoute(app);
  healthRoutes(app, { database: () => headSeq(store.now), blobs: blobs.probe }, log, newId);
  if (wanted.at === null) metricsRoute(app, metrics, wanted.token);
  syncRoutes(app, { ...environment, live, log, metrics });
  liveRoute(app);
  blobDownloadRoute(app, store, blobs);
  blobUploadRoutes(app, store, uploads, log, newId);

  let hlc = hlcZero;
  const stamp = (): string => {
    hlc = hlcTick(hlc, clock());
    return hlcText(hlc, nodeOf(store.meta.device));
  };
  const commit = createOwnOps({ ...environment, newId, stamp });
  const together: Endpoint['together'] = async (work) => {
    const { result, head } = await commit(work);
    live.poke({ head, scopes: null, by: null });
    return result;
  };
  const accounts = { store, together, newId, random, now: clock };
  signInRoute(app, accounts);
  joinRoutes(app, accounts);
  linkRoutes(app, { ...accounts, log });
  formRoutes(app, { ...accounts, log });
  intakeFormRoutes(app, { ...accounts, log });
  ticketPageRoutes(app, { ...accounts, blobs, log });
  peopleRoutes(app, { ...accounts, live, log });

  const retention = createRetention({ store, now: clock, log, newId, answerDays: options.answerDays ?? defaultAnswerDays });

  let closing: Promise<void> | null = null;
  let metricsServer: Awaited<ReturnType<typeof startMetricsServer>> | null = null;
  const close = async (): Promise<void> => {
    live.endAll();
    certificate?.close();
    const force = setTimeout(() => {
      log.warn('requests cut off');
      app.server.closeAllConnections();
    }, options.drainMs ?? defaultDrainMs);
    try {
      await app.close();
    } finally {
      clearTimeout(force);
      await retention.close();
      blobs.close();
      await metricsServer?.close();
      await store.close();
    }
    log.info('stopped');
  };

  return {
    app,
    listen: async ({ host, port }) => {
      const removed = await uploads.sweep(clock());
      await retention.forget();
      await tellClosed(accounts);
      if (wanted.at !== null) metricsServer = await startMetricsServer(wanted.at, metrics, wanted.token, log, newId);
      const address = await app.listen({ host, port });
      retention.pruneBeside();
      log.info('listening', { port: new URL(address).port, metrics_port: metricsServer?.port, stale_uploads: removed });
      return address;
    },
    reloadCertificate: () => certificate?.reload(),
    close: () => (closing ??= close()),
    addUser: (user) => addUser(accounts, user),
    setPassword: (email, password) => setPassword(accounts, email, password),
    firstAdminCode: () => newFirstAdminCode(accounts),
    revokeDevice: async (device) => {
      const revoked = await store.write((tx) => revokeTokens(tx, device, new Date(clock()).toISOString()));
      live.endDevice(device);
      log.info('device revoked', { device, tokens: revoked });
      return revoked;
    },
    head: () => headSeq(store.now),
    device: store.meta.device,
    userByEmail: async (email) => (await credentialOf(store.now, email))?.user ?? null,
    has: async (entity, key) => (await rowOf(store.now, entity, key)) !== undefined,
    together,
    keepEvidence: async (bytes, user) => {
      const sha256 = await keepBytes(uploadsDir, blobs, bytes);
      if ((await evidenceWith(store.now, [sha256])).some(({ upload }) => upload === 'pending')) await stand({ user, sha256 });
    },
    prune: retention.prune,
  };
};
