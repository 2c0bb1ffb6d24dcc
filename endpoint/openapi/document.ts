import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { problem, proto } from '#shared/sync/protocol.ts';
import { describedRoutes, type Content, type DescribedRoute } from './routes.ts';

const meaning: Readonly<Record<number, string>> = {
  400: 'What was sent is not of the shape: details.issues tells where.',
  401: 'No token, or one that is not good: token_unknown, token_revoked, wrong_credentials.',
  403: 'Not for this person or device.',
  404: 'Not there, or not for this person to see.',
  408: 'The body took too long.',
  409: 'What stands does not fit: epoch_changed, out_of_order, or a name that is taken.',
  410: 'The cursor is older than what is remembered: read the snapshot.',
  412: 'Not tus 1.0.0.',
  413: 'The body is too long: details.limit.',
  415: 'Another kind of body.',
  416: 'No such bytes.',
  422: 'The bytes do not hash to their name, or something is still missing.',
  426: 'The endpoint speaks another protocol.',
  429: 'Too often: retry-after tells when to come again.',
  500: 'Not expected: details.id is in the log.',
  503: 'It cannot serve now.',
};

/** Those that a route can always have. */
const always = (route: DescribedRoute): readonly number[] => [
  ...(route.body === undefined ? [] : [408, 413, 415]),
  ...(route.body === undefined && route.query === undefined && route.headers === undefined ? [] : [400]),
  ...(route.token === null ? [] : [401]),
  ...(route.token === 'device' ? [426] : []),
  ...(route.path === '/v1/sign-in' ? [401] : []),
  429,
  500,
];

const page = z.string();
const contentOf = ({ type, shape }: Content) => ({ [type]: { schema: shape } });

const operation = (route: DescribedRoute): ZodOpenApiOperationObject => ({
  summary: route.summary,
  operationId: `${route.method}${route.path.replaceAll(/[^a-zA-Z0-9]+(.)?/g, (_all, next: string | undefined) => (next ?? '').toUpperCase())}`,
  security: route.token === null ? [] : [{ [route.token]: [] }],
  requestParams: {
    ...(route.query === undefined ? {} : { query: route.query }),
    ...(route.params === undefined ? {} : { path: route.params }),
    ...(route.headers === undefined ? {} : { header: route.headers }),
  },
  ...(route.body === undefined ? {} : { requestBody: { required: true, content: contentOf(route.body) } }),
  responses: Object.fromEntries([
    ...Object.entries(route.answers).map(([status, answer]) => [status, { description: 'Done.', ...(answer === null ? {} : { content: contentOf(answer) }) }] as const),
    ...[...new Set([...route.problems, ...always(route)])].map((status) => [String(status), { description: meaning[status] ?? 'Refused.', content: route.pages === true ? { 'text/html': { schema: page } } : { 'application/json': { schema: problem } } }] as const),
  ]),
});

/** The endpoint's API as OpenAPI 3.1, from the shapes that check its requests. */
export const openApiDocument = () => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of describedRoutes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return createDocument({
    openapi: '3.1.0',
    info: { title: "Carril's endpoint", version: `${proto}`, description: 'Order, merge, permission and storage for the desks of one team. Every failure is { code, details }.' },
    paths,
    components: {
      securitySchemes: {
        device: { type: 'http', scheme: 'bearer', description: "A device's token, from sign-in." },
        metrics: { type: 'http', scheme: 'bearer', description: 'The token that --metrics-token sets, where it is set.' },
      },
    },
  });
};

/** `GET /v1/openapi.json`. */
export const openApiRoute = (app: FastifyInstance): void => {
  let text: string | null = null;
  app.get('/v1/openapi.json', async (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send((text ??= JSON.stringify(openApiDocument()))));
};
