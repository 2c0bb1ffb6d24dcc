import type { Command } from './command.ts';
import { defaultOf, isRequired, options, type Option, type OptionName } from './options.ts';

const width = 28;

const column = (left: string, right: string): string => (left.length < width - 2 ? `  ${left.padEnd(width - 2)}${right}` : `  ${left}\n${' '.repeat(width)}${right}`);

export const optionText = (name: OptionName): string => {
  const { value }: Option = options[name];
  return `--${name}${value === null ? '' : ` ${value}`}`;
};

const aside = (name: OptionName): string => {
  const { env }: Option = options[name];
  const notes = [...(isRequired(name) ? ['required'] : []), ...(defaultOf(name) === null ? [] : [`default ${defaultOf(name)}`]), ...(env === null ? [] : [env])];
  return notes.length === 0 ? '' : ` [${notes.join('; ')}]`;
};

/** The first line of a command's help. */
export const usage = ({ name, operand, options: own }: Command): string => {
  const parts = own.map((option) => {
    const again = (options[option] as Option).many === true ? '...' : '';
    return isRequired(option) ? optionText(option) : `[${optionText(option)}]${again}`;
  });
  return [name, ...parts, ...(operand === null ? [] : [operand.name])].join(' ');
};

export const commandHelp = (command: Command): string =>
  [
    `npm run endpoint -- ${command.name}${command.options.length === 0 ? '' : ' [OPTION]...'}${command.operand === null ? '' : ` ${command.operand.name}`}`,
    '',
    command.summary,
    '',
    ...(command.operand === null ? [] : [column(command.operand.name, command.operand.help)]),
    ...command.options.map((name) => column(optionText(name), options[name].help + aside(name))),
    '',
  ].join('\n');

export const generalHelp = (commands: readonly Command[]): string =>
  [
    "Carril's endpoint: keeps a team's tickets, hours and evidence, and brings its desks together.",
    '',
    'npm run endpoint -- COMMAND [OPTION]...',
    '',
    ...commands.map((command) => column(command.name, command.summary)),
    '',
    'COMMAND --help tells the options of one. Those with a variable in capitals may be set in the environment instead.',
    '',
  ].join('\n');
