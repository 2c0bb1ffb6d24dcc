import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CaseRules } from './case-rules.ts';
import { hoursRules } from './hours-cases.ts';
import { slaRules } from './sla-cases.ts';
import { ticketRules } from './ticket-cases.ts';

const domainCase = z.object({ name: z.string(), input: z.looseObject({ fn: z.string() }), expected: z.unknown(), why: z.string().optional() });
export type DomainCase = z.infer<typeof domainCase>;

export const readCases = (file: string): readonly DomainCase[] => z.array(domainCase).parse(JSON.parse(readFileSync(file, 'utf8')));

const rules: CaseRules = { ...slaRules, ...hoursRules, ...ticketRules };

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

const differs = (at: string, expected: unknown, found: unknown): string => `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;

/** Where an answer lacks what is expected, each with its place; it may carry more. Instants are equal however they are written. */
const differences = (expected: unknown, found: unknown, at: string): readonly string[] => {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return [differs(at, expected, found)];
    return expected.flatMap((each, index) => differences(each, found[index], `${at}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof found !== 'object' || found === null) return [differs(at, expected, found)];
    return Object.entries(expected).flatMap(([name, each]) => differences(each, Reflect.get(found, name), `${at}.${name}`));
  }
  const same = typeof expected === 'string' && typeof found === 'string' && instant.test(expected) && instant.test(found) ? Date.parse(expected) === Date.parse(found) : Object.is(expected, found);
  return same ? [] : [differs(at, expected, found)];
};

/** What is wrong with our answer to a case; empty where nothing is. */
export const faultsOf = ({ input, expected }: DomainCase): readonly string[] => {
  const rule = rules[input.fn] as ((input: unknown) => object) | undefined;
  if (rule === undefined) return [`there is no rule ${input.fn}`];
  return differences(expected, rule(input), 'answer');
};
