import type { FastifyInstance } from 'fastify';
import { Problem } from '../problem.ts';

const maxFields = 50;

/** What a browser's form sends: each field once, as text. */
export type FormBody = Readonly<Record<string, string>>;

/** Lets the routes of this scope take forms, and nothing else. */
export const takeForms = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    const fields = [...new URLSearchParams(String(body))];
    if (fields.length > maxFields || new Set(fields.map(([name]) => name)).size !== fields.length) return done(new Problem(400, 'invalid_input', { reason: 'form' }));
    return done(null, Object.fromEntries(fields) satisfies FormBody);
  });
};
