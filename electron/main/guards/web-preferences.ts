import type { WebPreferences } from 'electron';

/** The only web preferences with which Carril opens a window. */
export const securePreferences = (preload: string, devTools: boolean): WebPreferences => ({
  preload,
  devTools,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  // Elsewhere than on macOS Chromium would fetch its dictionaries from the Internet.
  spellcheck: process.platform === 'darwin',
});
