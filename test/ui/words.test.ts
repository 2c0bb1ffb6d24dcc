import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '#shared/errors.ts';
import { missingReasons } from '#shared/domain/ticket-state.ts';
import { en } from '../../renderer/i18n/en/index.ts';
import { es } from '../../renderer/i18n/es/index.ts';

const renderer = path.resolve(import.meta.dirname, '../../renderer');

const flat = (words: object, prefix = ''): Map<string, string> =>
  new Map(Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flat(value as object, `${prefix}${key}.`)])));

const sources = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && !path.join(entry.parentPath, entry.name).includes('i18n'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

test('both languages have the same words, none empty', () => {
  const [spanish, english] = [flat(es), flat(en)];
  expect([...english.keys()].toSorted()).toEqual([...spanish.keys()].toSorted());
  for (const words of [spanish, english]) for (const [key, value] of words) expect(value.trim(), key).not.toBe('');
});

test('placeholders are the same in both languages', () => {
  const english = flat(en);
  const holes = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1] ?? '').toSorted();
  for (const [key, value] of flat(es)) expect(holes(english.get(key) ?? ''), key).toEqual(holes(value));
});

test('every error and every missing thing has its sentence', () => {
  for (const code of errorCodes) {
    expect(es.errors[code].what, code).toBeTruthy();
    expect(es.errors[code].todo, code).toBeTruthy();
  }
  for (const reason of missingReasons) expect(es.missing[reason], reason).toBeTruthy();
});

test('every key that a component names exists', () => {
  const spanish = flat(es);
  const known = new Set([...spanish.keys()].flatMap((key) => [key, key.replace(/_(?:one|other)$/u, '')]));
  for (const text of sources(renderer)) {
    for (const match of text.matchAll(/\bt\('([a-zA-Z0-9_.]+)'/gu)) expect(known.has(match[1] ?? ''), match[1]).toBe(true);
  }
});

/** Names, and words that are spelled alike in both languages. */
const alikeOnPurpose: ReadonlySet<string> = new Set(['Carril', 'Electron', 'Portal', 'WhatsApp', 'Manual', 'Community', 'Enterprise', 'Ticket', 'Tickets', 'tickets', 'Provisional', 'General', 'Español', 'English', 'Total', 'Error']);

test('what reads alike in both languages is meant to', () => {
  const english = flat(en);
  const ownWords = (text: string): readonly string[] => [...text.replaceAll(/\{\{\w+\}\}/gu, '').matchAll(/\p{L}{4,}/gu)].map(([word]) => word).filter((word) => !alikeOnPurpose.has(word));
  const alike = [...flat(es)].filter(([key, value]) => english.get(key) === value && ownWords(value).length > 0);
  expect(alike).toEqual([]);
});

test('no text is written out in a component', () => {
  const between = /(?<!=)>([^<>{}]*\p{L}{3,}[^<>{}]*)<\//gu;
  const attribute = /\b(?:aria-label|title|placeholder|alt|label)="([^"]*\p{L}{3,}[^"]*)"/gu;
  const found = readdirSync(renderer, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
    .flatMap((entry) => {
      const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      return [...text.matchAll(between), ...text.matchAll(attribute)].map((match) => `${entry.name}: ${(match[1] ?? '').trim()}`);
    })
    .filter((line) => !line.endsWith(': Carril') && !/[;=()]|\?$/u.test(line));
  expect(found).toEqual([]);
});
