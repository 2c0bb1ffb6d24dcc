import { expect, test } from 'vitest';
import { commands } from '#endpoint/cli/commands/index.ts';
import { commandHelp, generalHelp } from '#endpoint/cli/help.ts';
import { parse, UsageError } from '#endpoint/cli/parse.ts';

const commandOf = (name: string) => {
  const found = commands.find((each) => each.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const serve = commandOf('serve');
const addUser = commandOf('add-user');

const wrongOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof UsageError) return error.lines;
    throw error;
  }
  return [];
};

test('the command line goes before the environment, and the environment before the default', () => {
  expect(parse(serve, ['--dir', 'a'], {}).values).toMatchObject({ dir: 'a', host: '127.0.0.1', port: 8787 });
  expect(parse(serve, [], { CARRIL_ENDPOINT_DIR: 'b', CARRIL_ENDPOINT_PORT: '99' }).values).toMatchObject({ dir: 'b', port: 99 });
  expect(parse(serve, ['--port', '7'], { CARRIL_ENDPOINT_DIR: 'b', CARRIL_ENDPOINT_PORT: '99' }).values).toMatchObject({ dir: 'b', port: 7 });
  expect(parse(serve, ['--dir', 'a'], { CARRIL_ENDPOINT_PORT: '' }).values).toMatchObject({ port: 8787 });
});

test('what is wrong is named: the option, or the variable that it came from', () => {
  expect(wrongOf(() => parse(serve, [], {}))).toEqual(['--dir: missing (or set CARRIL_ENDPOINT_DIR)']);
  expect(wrongOf(() => parse(serve, ['--dir', 'a', '--port', '70000'], {}))).toEqual([expect.stringMatching(/^--port: .*65535/)]);
  expect(wrongOf(() => parse(serve, ['--dir', 'a'], { CARRIL_ENDPOINT_PORT: 'eighty' }))).toEqual([expect.stringMatching(/^CARRIL_ENDPOINT_PORT: .*number/)]);
  expect(wrongOf(() => parse(serve, ['--dir', 'a'], { CARRIL_ENDPOINT_PROT: '1' }))).toEqual(['CARRIL_ENDPOINT_PROT: no such setting']);
  expect(wrongOf(() => parse(serve, ['--dir', 'a', '--prot', '1'], {}))).toEqual([expect.stringContaining('--prot')]);
  expect(wrongOf(() => parse(serve, ['--dir', 'a', 'b'], {}))).toEqual(['b: serve takes nothing of the kind']);
  expect(wrongOf(() => parse(addUser, ['--dir', 'a', '--name', 'X', '--email', 'no', '--role', 'king'], {}))).toEqual([
    expect.stringMatching(/^--email: /),
    expect.stringMatching(/^--role: .*admin/),
  ]);
});

test('an option that may come again gives a list', () => {
  const client = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002'];
  const args = ['--dir', 'a', '--name', 'X', '--email', 'x@carril.app'];
  expect(parse(addUser, [...args, ...client.flatMap((id) => ['--client', id])], {}).values).toMatchObject({ client });
  expect(parse(addUser, args, {}).values.client).toBeUndefined();
});

test('the help tells every command, and of a command every option with its default and its variable', () => {
  const general = generalHelp(commands);
  for (const command of commands) {
    expect(general).toContain(`  ${command.name} `);
    const help = commandHelp(command);
    for (const name of command.options) expect(help).toContain(`--${name}`);
  }
  expect(commandHelp(serve)).toMatch(/--port PORT +.*\[default 8787; CARRIL_ENDPOINT_PORT\]/);
});
