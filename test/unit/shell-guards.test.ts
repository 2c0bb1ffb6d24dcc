import type { Session, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { guardNavigation } from '../../electron/main/guards/navigation.ts';
import { mayRequest } from '../../electron/main/guards/network.ts';
import { isOwnAddress } from '../../electron/main/guards/own-address.ts';
import { denyPermissions } from '../../electron/main/guards/permissions.ts';
import { isTrusted, senderOf } from '../../electron/main/guards/sender.ts';
import { securePreferences } from '../../electron/main/guards/web-preferences.ts';
import { shellLog } from '../../electron/main/log.ts';

const known = new Set([7]);

describe('web preferences', () => {
  test('a window is sandboxed, isolated and without Node or webviews', () => {
    expect(securePreferences('/app/preload.cjs', false)).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      devTools: false,
    });
  });
});

describe('own address', () => {
  test.each([
    ['carril://app/', true],
    ['carril://app/index.html#/board', true],
    ['carril://capture/overlay.html', false],
    ['carril://app.example/', false],
    ['carril://user@app/', false],
    ['file:///etc/passwd', false],
    ['https://app/', false],
    ['about:blank', false],
    ['', false],
    ['http://localhost:5173/', false],
  ])('%s: %s', (address, own) => {
    expect(isOwnAddress(address, 'app', null)).toBe(own);
  });

  test('the development server counts only while developing, and no other port does', () => {
    expect(isOwnAddress('http://localhost:5173/index.html', 'app', 'http://localhost:5173')).toBe(true);
    expect(isOwnAddress('http://localhost:5174/', 'app', 'http://localhost:5173')).toBe(false);
  });
});

describe('sender', () => {
  const frame = { url: 'carril://app/' };

  test('the main frame of a known window that shows our page is trusted', () => {
    expect(isTrusted(senderOf({ sender: { id: 7, mainFrame: frame }, senderFrame: frame }), known, 'app', null)).toBe(true);
  });

  test('another window, another frame, another page or a frame that is gone is not', () => {
    const other = { url: 'carril://app/' };
    const foreign = { url: 'https://example.test/' };
    expect(isTrusted(senderOf({ sender: { id: 8, mainFrame: frame }, senderFrame: frame }), known, 'app', null)).toBe(false);
    expect(isTrusted(senderOf({ sender: { id: 7, mainFrame: frame }, senderFrame: other }), known, 'app', null)).toBe(false);
    expect(isTrusted(senderOf({ sender: { id: 7, mainFrame: foreign }, senderFrame: foreign }), known, 'app', null)).toBe(false);
    expect(isTrusted(senderOf({ sender: { id: 7, mainFrame: frame }, senderFrame: null }), known, 'app', null)).toBe(false);
  });
});

describe('network', () => {
  test.each(['carril://app/assets/index.js', 'blob:carril://app/1', 'data:image/png;base64,AA', 'devtools://devtools/x'])('%s may be asked for', (address) => {
    expect(mayRequest(address, null)).toBe(true);
  });
  test.each(['https://example.test/', 'http://localhost:5173/', 'ws://localhost:5173/', 'file:///etc/passwd', 'ftp://x/', 'nonsense'])('%s may not', (address) => {
    expect(mayRequest(address, null)).toBe(false);
  });
  test('the development server and its socket may while developing', () => {
    expect(mayRequest('ws://localhost:5173/hmr', 'http://localhost:5173')).toBe(true);
    expect(mayRequest('http://localhost:9000/', 'http://localhost:5173')).toBe(false);
  });
});

describe('permissions', () => {
  test('every request and check is denied', () => {
    const answers: boolean[] = [];
    const session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'> = {
      setPermissionRequestHandler: (handler) => handler?.({} as WebContents, 'media', (granted) => answers.push(granted), { requestingUrl: 'carril://app/', isMainFrame: true }),
      setPermissionCheckHandler: (handler) => answers.push(handler?.(null, 'clipboard-read', 'carril://app', { isMainFrame: true, requestingUrl: 'carril://app/' }) ?? true),
      setDevicePermissionHandler: (handler) => answers.push(handler?.({ deviceType: 'usb', origin: 'carril://app', device: {} as never }) ?? true),
    };
    denyPermissions(session);
    expect(answers).toEqual([false, false, false]);
  });
});

describe('navigation', () => {
  type Listener = (event: { readonly url: string; readonly isMainFrame: boolean; readonly preventDefault: () => void }) => void;
  const guarded = () => {
    const listeners = new Map<string, Listener>();
    const opened: unknown[] = [];
    guardNavigation(
      {
        getURL: () => 'carril://app/',
        on: (name: string, listener: Listener) => listeners.set(name, listener),
        setWindowOpenHandler: (handler: (details: unknown) => unknown) => opened.push(handler({ url: 'https://example.test/' })),
      } as unknown as WebContents,
      shellLog(() => undefined, () => 0),
    );
    const prevented = (name: string, url: string, isMainFrame = true): boolean => {
      let refused = false;
      listeners.get(name)?.({ url, isMainFrame, preventDefault: () => (refused = true) });
      return refused;
    };
    return { prevented, opened };
  };

  test('no page goes elsewhere, is redirected, opens a window or attaches a webview', () => {
    const { prevented, opened } = guarded();
    expect(prevented('will-navigate', 'https://example.test/')).toBe(true);
    expect(prevented('will-navigate', 'carril://app/other.html')).toBe(true);
    expect(prevented('will-frame-navigate', 'https://example.test/', false)).toBe(true);
    expect(prevented('will-redirect', 'carril://app/')).toBe(true);
    expect(prevented('will-attach-webview', '')).toBe(true);
    expect(opened).toEqual([{ action: 'deny' }]);
  });

  test('a page may load itself again', () => {
    expect(guarded().prevented('will-navigate', 'carril://app/')).toBe(false);
  });
});
