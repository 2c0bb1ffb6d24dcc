import { print } from './cli/command.ts';
import { commands } from './cli/commands/index.ts';
import { commandHelp, generalHelp } from './cli/help.ts';
import { parse, UsageError } from './cli/parse.ts';
import { reportFailure } from './cli/report-failure.ts';

const main = async ([name, ...args]: readonly string[]): Promise<void> => {
  const command = commands.find((each) => each.name === name);
  const asksForHelp = [name, ...args].some((each) => each === '--help' || each === '-h');
  if (command === undefined) {
    if (asksForHelp) {
      print(generalHelp(commands));
      return;
    }
    process.stderr.write(`${name === undefined ? '' : `${name}: no such command\n\n`}${generalHelp(commands)}`);
    process.exitCode = 2;
    return;
  }
  if (asksForHelp) {
    print(commandHelp(command));
    return;
  }
  try {
    const { values, operand } = parse(command, args, process.env);
    await command.run(values, operand);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${commandHelp(command)}`);
    process.exitCode = 1;
  }
};

main(process.argv.slice(2)).catch(reportFailure);
