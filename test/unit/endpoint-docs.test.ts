import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '#endpoint/cli/commands/index.ts';
import { optionText, usage } from '#endpoint/cli/help.ts';
import { defaultOf, isRequired, optionNames, options } from '#endpoint/cli/options.ts';

const doc = path.join(import.meta.dirname, '../../docs/endpoint.md');

const code = (text: string): string => `\`${text}\``;
const escaped = (text: string): string => text.replaceAll('|', String.raw`\|`);

const optionRow = (name: (typeof optionNames)[number]): string => {
  const { env, help } = options[name];
  const value = defaultOf(name);
  const standing = value === null ? (isRequired(name) ? 'required' : '') : code(value);
  return `| ${code(optionText(name))} | ${env === null ? '' : code(env)} | ${standing} | ${escaped(help)} |`;
};

const rendered = (): string =>
  ['', '| option | variable | default | |', '|---|---|---|---|', ...optionNames.map(optionRow), '', '```', ...commands.flatMap((command) => [`# ${command.summary}`, usage(command)]), '```', ''].join('\n');

test('docs/endpoint.md tells the options and commands as they are', async () => {
  const text = await readFile(doc, 'utf8');
  const [head, rest] = text.split(/(?<=<!-- options:.*-->\n)/);
  const tail = rest?.slice(rest.indexOf('<!-- /options -->'));
  await expect(`${head}${rendered()}${tail}`).toMatchFileSnapshot(doc);
});

test('every option belongs to a command, and no command has one twice', () => {
  const used = new Set(commands.flatMap((command) => command.options));
  expect(optionNames.filter((name) => !used.has(name))).toEqual([]);
  for (const command of commands) expect(new Set(command.options).size).toBe(command.options.length);
  expect(new Set(commands.map((command) => command.name)).size).toBe(commands.length);
});
