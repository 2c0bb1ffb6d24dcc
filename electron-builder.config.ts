import path from 'node:path';
import process from 'node:process';
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire, type FuseV1Config } from '@electron/fuses';
import type { AfterPackContext, Configuration } from 'electron-builder';
import type { ElectronRuntime } from './build/electron-runtime.ts';

/** How Carril is packaged, around the Electron that was found. */
export function packageConfig(runtime: ElectronRuntime, output: string): Configuration {
  const ownBinding = runtime.sqliteBinding;
  return {
    appId: 'app.carril.desk',
    productName: 'Carril',
    copyright: 'Carril contributors',
    protocols: [{ name: 'Carril', schemes: ['carril'] }],
    directories: { output, buildResources: 'build/icons' },
    icon: 'build/icons/icon.png',
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    electronLanguages: ['en-US', 'es', 'es-419'],
    // better-sqlite3 brings its binaries; there is nothing to rebuild.
    npmRebuild: false,
    publish: null,
    // All other dependencies are bundled into out/.
    files: [
      'out/**',
      'package.json',
      '!**/node_modules/**',
      'node_modules/better-sqlite3/{package.json,LICENSE,lib/**}',
      ...(ownBinding === null ? ['node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node'] : []),
    ],
    asarUnpack: ['**/*.node'],
    // The app looks for it beside its archive, and uses better-sqlite3's own where there is none.
    extraResources: ownBinding === null ? [] : [{ from: ownBinding, to: 'better_sqlite3.node' }],
    afterPack: setFuses,
    linux: {
      target: ['AppImage', 'deb', 'tar.gz'],
      executableName: 'carril',
      category: 'Office',
      maintainer: 'Carril contributors <maintainers@carril.invalid>',
      synopsis: 'The desk of an Odoo support team',
    },
    deb: { depends: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libsecret-1-0', 'xdg-utils'] },
    win: { target: ['nsis'] },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: { target: ['dmg', 'zip'], category: 'public.app-category.business' },
  };
}

/** Sets every fuse, so that none keeps a default that nobody chose. A newer Electron's new fuse fails the packaging. */
async function setFuses(context: AfterPackContext): Promise<void> {
  const executable = executableOf(context);
  const fuses: FuseV1Config = {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    // Playwright drives the packaged app through this in tests, and only there.
    [FuseV1Options.EnableNodeCliInspectArguments]: process.env['CARRIL_TEST_BUILD'] === '1',
    // Electron checks the archive on these two systems only.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: context.electronPlatformName !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
  const present = await getCurrentFuseWire(executable);
  // An older Electron has fewer fuses, and @electron/fuses refuses to set one that is not there.
  const absent = Object.keys(fuses).filter((key) => /^\d+$/.test(key) && !(key in present));
  await flipFuses(executable, without(fuses, absent));
}

function without(fuses: FuseV1Config, absent: readonly string[]): FuseV1Config {
  return Object.fromEntries(Object.entries(fuses).filter(([key]) => !absent.includes(key))) as FuseV1Config;
}

function executableOf(context: AfterPackContext): string {
  const { appOutDir, electronPlatformName, packager } = context;
  const name = packager.appInfo.productFilename;
  if (electronPlatformName === 'darwin') return path.join(appOutDir, `${name}.app`);
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${name}.exe`);
  return path.join(appOutDir, packager.config.linux?.executableName ?? name);
}
