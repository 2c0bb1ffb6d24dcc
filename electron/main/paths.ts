import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app } from 'electron';

/** Must run before anything asks for the profile: the single-instance lock and Chromium's own files lie in it. */
export const chooseUserData = (): void => {
  const chosen = process.env['CARRIL_USER_DATA'];
  if (chosen !== undefined && chosen !== '') app.setPath('userData', path.resolve(chosen));
};

const inProfile = (...parts: readonly string[]): string => path.join(app.getPath('userData'), ...parts);

export const logFolder = (): string => inProfile('logs');
export const windowFile = (): string => inProfile('window.json');
export const deskFile = (): string => inProfile('desk.json');
export const deskFolder = (kind: 'demo' | 'team'): string => inProfile('desks', kind);
export const demoEndpointFolder = (): string => inProfile('desks', 'demo-endpoint');

export const hostFolder = (): string => inProfile('host');

/** A file of the build, e.g. `built('core/process.cjs')`. */
export const built = (file: string): string => path.join(app.getAppPath(), 'out', file);

/** Path of better-sqlite3's binary for this runtime; null: its own prebuilt one. */
export const sqliteBinding = (): string | null => {
  const given = process.env['CARRIL_SQLITE_BINDING'];
  if (given !== undefined && given !== '') return given;
  const packed = path.join(process.resourcesPath, 'better_sqlite3.node');
  return existsSync(packed) ? packed : null;
};

/** Where electron-vite serves the pages from while developing; never in a packaged app. */
export const developmentUrl = (): string | null => {
  const given = process.env['ELECTRON_RENDERER_URL'];
  return app.isPackaged || given === undefined || given === '' ? null : given;
};

export const devToolsAllowed = (): boolean => developmentUrl() !== null || process.env['CARRIL_TEST_BUILD'] !== undefined;
