import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type ProtocolRequest, type ProtocolResponse, type Session } from 'electron';
import { scheme } from '../guards/own-address.ts';
import type { ShellLog } from '../log.ts';
import { contentType, developmentPolicy, pictureType, strictPolicy } from './policy.ts';
import { routeOf } from './route.ts';

export interface SchemeOptions {
  /** Folder of the built pages. */
  readonly pages: string;
  /** Folder of the open desk; null: none is open. */
  readonly desk: () => string | null;
  /** The still picture of a display during a capture, as a BMP file. */
  readonly still: (token: string, display: number) => Uint8Array<ArrayBuffer> | null;
  /** The page of a document that is being printed. */
  readonly document: (token: string) => Promise<string | null>;
  readonly log: ShellLog;
}

/** Must run before the app is ready. */
export const registerScheme = (): void => {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
};

const answer = (data: Buffer, type: string, cache: string): ProtocolResponse => ({
  data,
  headers: {
    'content-type': type,
    'content-security-policy': strictPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': cache,
  },
});

const nothing = (statusCode: number): ProtocolResponse => ({
  statusCode,
  data: Buffer.alloc(0),
  headers: { 'content-security-policy': strictPolicy, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
});

const bytesOf = async (file: string): Promise<Buffer | null> => {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null;
    throw error;
  }
};

const picture = async (file: string, cache: string): Promise<ProtocolResponse> => {
  const bytes = await bytesOf(file);
  return bytes === null ? nothing(404) : answer(bytes, pictureType(bytes), cache);
};

const serve = async (request: ProtocolRequest, options: SchemeOptions): Promise<ProtocolResponse> => {
  if (request.method !== 'GET') return nothing(405);
  const route = routeOf(request.url);
  if (route === null) return nothing(404);
  const desk = options.desk();
  switch (route.is) {
    case 'page': {
      const bytes = await bytesOf(path.join(options.pages, route.file));
      return bytes === null ? nothing(404) : answer(bytes, contentType(route.file), 'no-cache');
    }
    case 'evidence':
      if (desk === null) return nothing(404);
      return picture(path.join(desk, 'evidence', route.sha256.slice(0, 2), route.sha256), 'private, max-age=31536000, immutable');
    case 'draft':
      return desk === null ? nothing(404) : picture(path.join(desk, 'evidence', 'drafts', `${route.id}.png`), 'no-store');
    case 'document': {
      const page = await options.document(route.token);
      return page === null ? nothing(404) : answer(Buffer.from(page), 'text/html; charset=utf-8', 'no-store');
    }
    case 'still': {
      const bytes = options.still(route.token, route.display);
      return bytes === null ? nothing(404) : answer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 'image/bmp', 'no-store');
    }
  }
};

/**
 * Serves Carril's pages, the desk's pictures and the stills of a capture to the windows of a session. Not with
 * `protocol.handle`: for its requests and answers Node loads an HTTP client and streams, some 30 ms in which the shell does
 * nothing else and the window's page waits.
 */
export const serveScheme = (session: Session, options: SchemeOptions): void => {
  session.protocol.registerBufferProtocol(scheme, (request, respond) => {
    serve(request, options)
      .catch((error: unknown) => {
        options.log.internal(error, 'scheme');
        return nothing(500);
      })
      .then(respond);
  });
};

/** While developing the pages come from the development server: they get a policy too, only a laxer one. */
export const relaxPolicyFor = (session: Session, development: string): void => {
  session.webRequest.onHeadersReceived({ urls: [`${new URL(development).origin}/*`] }, (details, callback) =>
    callback({ responseHeaders: { ...details.responseHeaders, 'content-security-policy': [developmentPolicy] } }),
  );
};
