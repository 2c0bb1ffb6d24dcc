import { z } from 'zod';

interface Media {
  readonly schema: object;
}
interface Operation {
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}
export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

export interface Checked {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

/** Calls a real endpoint and holds each answer against what the document that it serves says of the route. */
export const apiChecker = async (address: string) => {
  const document = (await (await fetch(`${address}/v1/openapi.json`)).json()) as ApiDocument;
  const seen = new Set<string>();

  const shapeOf = (schema: object): z.ZodType => {
    const moved = JSON.parse(JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/')) as Parameters<typeof z.fromJSONSchema>[0];
    return z.fromJSONSchema(moved);
  };

  const check = (operation: Operation, where: string, { status, body, headers }: Checked): void => {
    const response = operation.responses[String(status)];
    if (response === undefined) throw new Error(`${where} answered ${status}, which is not described: ${body}`);
    seen.add(`${where} ${status}`);
    const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (response.content === undefined || body === '') return;
    const media = response.content[type];
    if (media === undefined) throw new Error(`${where} ${status} answered ${type}, which is not described`);
    if (type === 'application/json') shapeOf(media.schema).parse(JSON.parse(body));
    if (type === 'application/x-ndjson') {
      const shape = shapeOf(media.schema);
      for (const line of body.trimEnd().split('\n')) shape.parse(JSON.parse(line));
    }
  };

  /** `path` is the document's, e.g. `/v1/devices/{device}/revoke`; `actual` what is asked. */
  const call = async (method: string, path: string, init: RequestInit & { readonly actual?: string } = {}): Promise<Checked> => {
    const operation = document.paths[path]?.[method];
    if (operation === undefined) throw new Error(`${method} ${path} is not described`);
    const answer = await fetch(`${address}${init.actual ?? path}`, { ...init, method: method.toUpperCase() });
    const checked = { status: answer.status, body: await answer.text(), headers: answer.headers };
    check(operation, `${method} ${path}`, checked);
    return checked;
  };

  return { document, seen, call } as const;
};
