import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { questionKey, openingQuestions } from '#shared/contract/opening.ts';
import { openDatabase } from '#core/db/open.ts';
import { openingAnswers } from '#core/opening.ts';
import { newTicket, openDesk, temporaryFolder } from '#test/support/desk/open-desk.ts';

test('what is answered ahead is what the engine answers when it is asked', async () => {
  const desk = openDesk();
  await newTicket(desk, 'Uno');
  await desk.call('ticket.move', { id: await newTicket(desk, 'Dos'), lane: 'S2', place: { at: 'top' } });
  const ahead = openingAnswers(desk.spine.db, false);
  expect(ahead.answers.map(({ key }) => key)).toEqual(openingQuestions.map(({ name, input }) => questionKey(name, input)));
  for (const question of openingQuestions) {
    if (question.name === 'session.get') continue;
    expect(ahead.answers.find(({ key }) => key === questionKey(question.name, question.input))?.value, question.name).toEqual(await desk.call(question.name, question.input as never));
  }
  const session = ahead.answers.find(({ key }) => key === 'session.get {}')?.value;
  expect(session).toMatchObject({ user: { role: expect.any(String) as string }, device: desk.spine.deviceId, authorised: false });
});

test('a desk that nobody has used answers nothing ahead', () => {
  const db = openDatabase({ dir: temporaryFolder(), sqliteBinding: null });
  expect(openingAnswers(db, false).answers).toEqual([]);
  db.raw.close();
});

/** The files that a file brings with it as it is loaded: neither types nor what is imported later count. */
const loadedWith = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(file)) return seen;
  seen.add(file);
  const root = path.join(import.meta.dirname, '../..');
  for (const [, from] of readFileSync(path.join(root, file), 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*? from '([^']+)'/gmu)) {
    if (from === undefined) continue;
    if (from.startsWith('#shared/')) loadedWith(from.replace('#shared', 'shared'), seen);
    else if (from.startsWith('.')) loadedWith(path.join(path.dirname(file), from), seen);
    else seen.add(from);
  }
  return seen;
};

test('neither schemas nor the query builder are loaded before the first card is seen', () => {
  const first = loadedWith('electron/core/process.ts');
  expect(first).toContain('electron/core/tickets/board.ts');
  for (const file of ['electron/core/process.ts', 'electron/main/index.ts', 'renderer/main.tsx']) {
    const loaded = loadedWith(file);
    expect(loaded.size, file).toBeGreaterThan(10);
    expect([...loaded].filter((one) => one === 'zod' || one === 'kysely' || one === 'fastify'), file).toEqual([]);
  }
});
