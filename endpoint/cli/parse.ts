import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';
import type { Command } from './command.ts';
import { envPrefix, optionNames, options, type Option, type OptionName, type Values } from './options.ts';

/** What is wrong with a command line, each line naming its option or variable. */
export class UsageError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'UsageError';
    this.lines = lines;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Parsed {
  readonly values: Values<OptionName>;
  readonly operand: string | null;
}

const descriptor = (name: OptionName): ParseArgsOptionDescriptor => {
  const { value, many }: Option = options[name];
  return { type: value === null ? 'boolean' : 'string', multiple: many ?? false };
};

const read = (command: Command, args: readonly string[]): { readonly given: Readonly<Record<string, unknown>>; readonly operands: readonly string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(command.options.map((name) => [name, descriptor(name)])),
    });
    return { given: values, operands: positionals };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError([error.message]);
    throw error;
  }
};

const flagWords: Readonly<Record<string, boolean>> = { 1: true, true: true, yes: true, 0: false, false: false, no: false };

/** A variable's text as the command line would have given it. */
const fromEnvironment = ({ value, many }: Option, text: string): unknown => {
  if (value === null) return flagWords[text.toLowerCase()] ?? text;
  return many === true ? text.split(',').map((each) => each.trim()) : text;
};

const strangers = (env: Environment): readonly string[] => {
  const known = new Set(optionNames.map((name) => options[name].env));
  return Object.keys(env).filter((name) => name.startsWith(envPrefix) && !known.has(name)).map((name) => `${name}: no such setting`);
};

const operandOf = ({ name, operand }: Command, operands: readonly string[]): { readonly value: string | null; readonly wrong: readonly string[] } => {
  const [first, ...rest] = operands;
  if (operand === null && first !== undefined) return { value: null, wrong: [`${first}: ${name} takes nothing of the kind`] };
  if (rest[0] !== undefined) return { value: null, wrong: [`${rest[0]}: ${name} takes one ${operand?.name ?? ''}`] };
  if (operand !== null && (first === undefined || first.trim() === '')) return { value: null, wrong: [`${operand.name}: missing`] };
  return { value: first ?? null, wrong: [] };
};

/** Reads and checks a command's options: the command line first, then the environment, then the default. Throws UsageError. */
export const parse = (command: Command, args: readonly string[], env: Environment): Parsed => {
  const { given, operands } = read(command, args);
  const operand = operandOf(command, operands);
  const wrong: string[] = [...strangers(env), ...operand.wrong];
  const values: Record<string, unknown> = {};
  for (const name of command.options) {
    const spec: Option = options[name];
    const variable = spec.env === null ? undefined : env[spec.env];
    const fromEnv = variable !== undefined && variable !== '' && given[name] === undefined;
    const parsed = spec.shape.safeParse(fromEnv ? fromEnvironment(spec, variable) : given[name]);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    const missing = given[name] === undefined && !fromEnv;
    const where = fromEnv ? String(spec.env) : `--${name}`;
    for (const issue of parsed.error.issues) wrong.push(`${where}: ${missing ? `missing${spec.env === null ? '' : ` (or set ${spec.env})`}` : issue.message}`);
  }
  if (wrong.length > 0) throw new UsageError(wrong);
  return { values: values as unknown as Parsed['values'], operand: operand.value };
};
