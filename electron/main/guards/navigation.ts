import type { WebContents } from 'electron';
import type { ShellLog } from '../log.ts';

/** No page goes anywhere, opens a window or holds a webview. A reload of the same address is the one navigation left. */
export const guardNavigation = (contents: WebContents, log: ShellLog): void => {
  const refuse = (kind: string) => (event: { readonly preventDefault: () => void }) => {
    event.preventDefault();
    log.warn('navigation.refused', { kind });
  };
  contents.on('will-navigate', (event) => {
    if (event.isMainFrame && event.url === contents.getURL()) return;
    refuse('navigate')(event);
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && event.url === contents.getURL()) return;
    refuse('frame')(event);
  });
  contents.on('will-redirect', refuse('redirect'));
  contents.on('will-attach-webview', refuse('webview'));
  contents.setWindowOpenHandler(() => {
    log.warn('navigation.refused', { kind: 'open' });
    return { action: 'deny' };
  });
};
