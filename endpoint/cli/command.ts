import type { OptionName, Values } from './options.ts';

/** What follows the options, e.g. the folder of a backup. */
export interface Operand {
  readonly name: string;
  readonly help: string;
}

interface Spec<N extends OptionName, O extends Operand | null> {
  readonly name: string;
  readonly summary: string;
  readonly operand: O;
  readonly options: readonly N[];
  readonly run: (values: Values<N>, operand: O extends Operand ? string : null) => Promise<void>;
}

export type Command = Spec<OptionName, Operand | null>;

/** One command of the command line; `run` gets exactly the options that it names, checked. */
export const command = <const N extends OptionName, O extends Operand | null>(spec: Spec<N, O>): Command => spec as unknown as Command;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
