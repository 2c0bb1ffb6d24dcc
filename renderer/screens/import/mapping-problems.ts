import type { ImportMapping, ImportTarget } from '#shared/contract/import.ts';
import type { AppError } from '#shared/errors.ts';

/** A field of the mapping, or one of what says how the file is read. */
export type MappingPlace = ImportTarget | 'ticketKey' | 'orderBy' | 'track' | 'tz';

export interface MappingProblem {
  readonly reason: string;
  readonly column: string;
  readonly value: string;
}

export type MappingProblems = ReadonlyMap<string, MappingProblem>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const problem = (reason: string): MappingProblem => ({ reason, column: '', value: '' });

/** What can be seen without the file: what no ticket can be without, and templates that name nothing. */
export const problemsOf = (mapping: ImportMapping): MappingProblems => {
  const found = new Map<string, MappingProblem>();
  for (const [target, source] of Object.entries(mapping.fields)) {
    if (source.from === 'template' && !/\{[^{}]+\}/u.test(source.template)) found.set(target, problem('template_without_column'));
  }
  for (const target of ['title', 'client'] as const) {
    const source = mapping.fields[target];
    if (source === undefined || (source.from === 'value' && source.value.trim() === '')) found.set(target, problem('missing'));
  }
  return found;
};

/** What is to be marked: what the engine found wrong, and, once somebody tried to go on, what can be seen here. */
export const markedProblems = (mapping: ImportMapping | null, error: AppError | null): MappingProblems => {
  if (mapping === null || error?.code !== 'mapping_invalid') return new Map();
  const found = new Map(problemsOf(mapping));
  const { target, reason, column, value } = error.details;
  if (typeof target === 'string') found.set(target, { reason: text(reason), column: text(column), value: text(value) });
  return found;
};
