import { randomBytes, randomUUID } from 'node:crypto';
import { hlcText, nodeOf } from '#shared/sync/hlc.ts';
import { opResult, problem, proto, pullLine, pushResponse, signInResponse, snapshotLine, type SnapshotEnd, type SnapshotRow, type Op, type PullDelete, type PullEnd, type PullRow, type OpResult } from '#shared/sync/protocol.ts';
import { uuidAt } from '#shared/ids.ts';

export const newId = (ms = Date.now()): string => uuidAt(ms, randomBytes(16));

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly code: string | null;
}

export interface Pulled {
  readonly rows: readonly PullRow[];
  readonly deletes: readonly PullDelete[];
  readonly results: readonly OpResult[];
  readonly end: PullEnd;
  readonly order: readonly number[];
}

export interface Snapped {
  readonly rows: readonly SnapshotRow[];
  readonly whole: readonly string[];
  readonly end: SnapshotEnd;
}

export type Draft = Pick<Op, 'kind' | 'entity' | 'key' | 'fields'> & Partial<Op>;

export const codeOf = (body: string): string | null => {
  try {
    return problem.parse(JSON.parse(body)).code;
  } catch {
    return null;
  }
};

/** A device that speaks the bare protocol: numbers and stamps ops, and checks every answer against the wire's shapes. */
export const createWireDesk = (address: string, deviceId: string = randomUUID()) => {
  let token = '';
  let epoch = '';
  let user = '';
  let n = 0;
  let counter = 0;
  const headers = (): Record<string, string> => ({ authorization: `Bearer ${token}`, 'x-carril-proto': String(proto), 'x-carril-schema': '1' });

  const raw = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`${address}${path}`, { ...init, headers: { ...headers(), ...(init.headers as Record<string, string> | undefined) } });
    const body = await response.text();
    return { status: response.status, body, code: response.ok ? null : codeOf(body) };
  };
  const post = (path: string, body: unknown): Promise<Answer> =>
    raw(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });

  const stamp = (ms = Date.now()): string => {
    counter = (counter + 1) % 0x10000;
    return hlcText({ ms, counter }, nodeOf(deviceId));
  };
  const op = (draft: Draft): Op => ({ id: newId(), n: (n += 1), group: newId(), hlc: stamp(), base: {}, ...draft });
  const request = (ops: readonly Op[], inc = 1) => ({ proto, schema: 1, epoch, device: { id: deviceId, inc }, clientNow: new Date().toISOString(), ops });
  const tryPush = (ops: readonly Op[], inc = 1): Promise<Answer> => post('/v1/push', request(ops, inc));
  const push = async (ops: readonly Op[], inc = 1): Promise<readonly OpResult[]> => {
    const answer = await tryPush(ops, inc);
    if (answer.status !== 200) throw new Error(`push: ${answer.status} ${answer.body}`);
    return pushResponse.parse(JSON.parse(answer.body)).results.map((result) => opResult.parse(result));
  };
  const pull = async (since = 0, limit = 5000, inc = 1): Promise<Pulled> => {
    const answer = await raw(`/v1/pull?since=${since}&limit=${limit}&inc=${inc}`);
    if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${answer.body}`);
    const lines = answer.body.trimEnd().split('\n').map((line) => pullLine.parse(JSON.parse(line)));
    const end = lines.find((line): line is PullEnd => 'end' in line);
    if (!end) throw new Error('a page without its end');
    return {
      rows: lines.filter((line): line is PullRow => 'row' in line),
      deletes: lines.filter((line): line is PullDelete => 'del' in line),
      results: lines.flatMap((line) => ('result' in line ? [line.result] : [])),
      order: lines.flatMap((line) => ('seq' in line ? [line.seq] : [])),
      end,
    };
  };
  const snapshot = async (query: { readonly scope?: string; readonly after?: string | null; readonly limit?: number } = {}): Promise<Snapped> => {
    const { scope, after = null, limit = 5000 } = query;
    const answer = await raw(`/v1/snapshot?${new URLSearchParams({ limit: String(limit), ...(scope === undefined ? {} : { scope }), ...(after === null ? {} : { after }) }).toString()}`);
    if (answer.status !== 200) throw new Error(`snapshot: ${answer.status} ${answer.body}`);
    const lines = answer.body.trimEnd().split('\n').map((line) => snapshotLine.parse(JSON.parse(line)));
    const end = lines.find((line): line is SnapshotEnd => 'end' in line);
    if (!end) throw new Error('a page without its end');
    return { rows: lines.filter((line): line is SnapshotRow => 'row' in line), whole: lines.flatMap((line) => ('whole' in line ? [line.whole] : [])), end };
  };
  /** Whatever way in answers with a session. */
  const enter = async (path: string, given: object): Promise<Answer> => {
    const answer = await post(path, { ...given, device: { id: deviceId, name: 'prueba' } });
    if (answer.status === 200) {
      const signed = signInResponse.parse(JSON.parse(answer.body));
      token = signed.token;
      epoch = signed.epoch;
      user = signed.user.id;
    }
    return answer;
  };
  const signIn = (email: string, password: string): Promise<Answer> => enter('/v1/sign-in', { email, password });
  return {
    deviceId,
    enter,
    token: () => token,
    setToken: (next: string) => void (token = next),
    raw,
    post,
    op,
    stamp,
    request,
    push,
    tryPush,
    pull,
    snapshot,
    signIn,
    headers,
    userId: () => user,
    /** As a desk whose counter was put back. */
    setN: (value: number) => void (n = value),
  } as const;
};

export type WireDesk = ReturnType<typeof createWireDesk>;
