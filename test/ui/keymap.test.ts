import { beforeAll, expect, test, vi } from 'vitest';

// The registry names keys after the machine that it runs on; everything else in it is plain.
beforeAll(() => {
  vi.stubGlobal('navigator', { platform: 'Linux x86_64', language: 'es' });
});

test('no two commands answer to the same keys on one screen, and no single key begins a sequence', async () => {
  const { definitions } = await import('../../renderer/commands/definitions.ts');
  const { collisions } = await import('../../renderer/commands/keymap.ts');
  expect(collisions(definitions)).toEqual([]);
});

test('every command has its words in both languages', async () => {
  const { definitions } = await import('../../renderer/commands/definitions.ts');
  const { commands: es } = await import('../../renderer/i18n/es/commands.ts');
  const { commands: en } = await import('../../renderer/i18n/en/commands.ts');
  for (const { id } of definitions) {
    expect(es[id], id).not.toBe('');
    expect(en[id], id).not.toBe('');
  }
});
