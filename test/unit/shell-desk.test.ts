import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readIfThere, writeAtomically } from '../../electron/main/atomic-file.ts';
import { noChoice, parseDeskChoice } from '../../electron/main/desk/desk-choice.ts';
import { setDatabaseAside } from '../../electron/main/desk/set-aside.ts';
import { rotatingFile, shellLog } from '../../electron/main/log.ts';
import { menuTemplate } from '../../electron/main/menu.ts';
import { restartPolicy } from '../../electron/main/processes/restart-policy.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'carril-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('desk.json', () => {
  test('comes back, and damage counts as no choice', () => {
    expect(parseDeskChoice('{"kind":"demo","demoPort":40123}')).toEqual({ kind: 'demo', demoPort: 40_123 });
    expect(parseDeskChoice('{"kind":"team","demoPort":70000}')).toEqual({ kind: 'team', demoPort: null });
    for (const text of ['', '{', 'null', '{"kind":"other"}']) expect(parseDeskChoice(text)).toEqual(noChoice);
  });
});

describe('restarts', () => {
  test('three, with growing pauses, then none', () => {
    const policy = restartPolicy();
    expect([0, 0, 0, 0].map((up) => policy.next(up))).toEqual([500, 2000, 5000, null]);
  });
  test('a minute of sound work, or a start by hand, begins the count anew', () => {
    const policy = restartPolicy();
    expect([policy.next(0), policy.next(0), policy.next(60_000), policy.next(59_999)]).toEqual([500, 2000, 500, 2000]);
    policy.reset();
    expect(policy.next(0)).toBe(500);
  });
});

describe('files', () => {
  test('a small file is replaced whole and only its user reads it', () => {
    const file = path.join(folder, 'deep', 'desk.json');
    writeAtomically(file, 'one');
    writeAtomically(file, 'two');
    expect(readIfThere(file)?.toString('utf8')).toBe('two');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['desk.json']);
    expect(readIfThere(path.join(folder, 'absent'))).toBeNull();
  });

  test('a database set aside is kept, with its log, and nothing else moves', () => {
    for (const name of ['carril.db', 'carril.db-wal', 'carril.db-shm', 'secret.bin']) writeFileSync(path.join(folder, name), name);
    const kept = setDatabaseAside(folder, new Date(Date.UTC(2026, 5, 12, 15, 45)));
    expect(path.basename(kept)).toBe('set-aside-2026-06-12T15-45-00-000Z');
    expect(readdirSync(kept).toSorted()).toEqual(['carril.db', 'carril.db-shm', 'carril.db-wal']);
    expect(existsSync(path.join(folder, 'secret.bin'))).toBe(true);
    expect(existsSync(path.join(folder, 'carril.db'))).toBe(false);
  });
});

describe('log', () => {
  test('turns over at its limit and keeps the one before', () => {
    const write = rotatingFile(folder, 20);
    for (const line of ['first line', 'second line', 'third line']) write(line);
    expect(readFileSync(path.join(folder, 'carril.log'), 'utf8')).toBe('third line\n');
    expect(readFileSync(path.join(folder, 'carril.1.log'), 'utf8')).toBe('second line\n');
  });

  test('an internal error stands under its id, without its message', () => {
    const lines: string[] = [];
    const log = shellLog((line) => lines.push(line), () => 0);
    const id = log.internal(new Error('UNIQUE failed: contact.name Juana'), 'somewhere');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id, where: 'somewhere', level: 'error' });
    expect(lines[0]).not.toContain('Juana');
  });
});

describe('menu', () => {
  test.each(['linux', 'win32', 'darwin'] as const)('on %s no key of the keymap is taken from the window', (platform) => {
    const items = menuTemplate({ locale: 'es', platform, reload: false, devTools: false, command: () => undefined }).flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));
    expect(items.filter((item) => item.accelerator !== undefined && item.registerAccelerator !== false)).toEqual([]);
    expect(items.map((item) => item.role)).not.toContain('reload');
    expect(items.map((item) => item.role)).not.toContain('toggleDevTools');
    expect(items.map((item) => item.role)).not.toContain('undo');
  });

  test('an entry runs its command', () => {
    const ran: string[] = [];
    const menus = menuTemplate({ locale: 'en', platform: 'linux', reload: true, devTools: true, command: (id) => ran.push(id) });
    const entries = menus.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));
    const undo = entries.find((item) => item.id === 'history.undo');
    undo?.click?.({} as never, undefined, {} as never);
    expect(ran).toEqual(['history.undo']);
    expect(entries.map((item) => item.role)).toContain('toggleDevTools');
  });
});
