import { lanes } from '../domain/enums.ts';
import type { CoreContract, CoreMethod } from './core.ts';
import type { InputOf } from './method.ts';

/** How many cards of a lane the board asks for at once. */
export const boardPageSize = 50;

interface Question<M extends CoreMethod> {
  readonly name: M;
  readonly input: InputOf<CoreContract[M]>;
}

const question = <M extends CoreMethod>(name: M, input: InputOf<CoreContract[M]>): Question<M> => ({ name, input });

/**
 * What every window asks first. The engine answers it ahead, before it has loaded all that it needs for the rest, and
 * sends the answers down the port before anything else: the board is painted with them while the engine gets ready.
 */
export const openingQuestions = [
  question('session.get', {}),
  question('board.counts', { filter: {} }),
  ...lanes.map((lane) => question('board.page', { lane, offset: 0, limit: boardPageSize, filter: {} })),
] as const;
export type OpeningQuestion = (typeof openingQuestions)[number];

/** The first message on a window's port; `answers` is empty when the window comes later. A call finds its answer by this key. */
export interface Opening {
  readonly t: 'opening';
  readonly answers: readonly { readonly key: string; readonly value: unknown }[];
}

export const questionKey = (name: string, input: unknown): string => `${name} ${JSON.stringify(input)}`;

export const isOpening = (message: unknown): message is Opening => typeof message === 'object' && message !== null && (message as { t?: unknown }).t === 'opening';
