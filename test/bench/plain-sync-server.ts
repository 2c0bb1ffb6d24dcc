import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';

/**
 * The floor's far end, a process of its own: as many rows as the endpoint holds, each with its text as it travels, in one
 * table. Rows that are posted are put into it, those that are named are given. `node plain-sync-server.ts ROWS DATABASE`.
 */
const [rowsFile = '', databaseFile = ''] = process.argv.slice(2);
const db = new Sqlite(databaseFile);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE row (entity TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (entity, key)) STRICT');
const put = db.prepare('INSERT INTO row (entity, key, body) VALUES (?, ?, ?) ON CONFLICT (entity, key) DO UPDATE SET body = excluded.body');
const get = db.prepare('SELECT body FROM row WHERE entity = ? AND key = ?');
const live = new Set<ServerResponse>();

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const keep = db.transaction((text: string) => {
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { entity, key } = JSON.parse(line) as { readonly entity: string; readonly key: string };
    put.run(entity, key, line);
  }
});
keep.immediate(readFileSync(rowsFile, 'utf8'));

const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.url === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    live.add(response);
    return;
  }
  if (request.method === 'POST') {
    const body = await bodyOf(request);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
    keep.immediate(text);
    for (const stream of live) stream.write('data: new\n\n');
    response.end('ok');
    return;
  }
  if (request.url === '/rows') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
    await pipeline(createReadStream(rowsFile), createGzip({ level: constants.Z_BEST_SPEED }), response);
    return;
  }
  // `/row/ENTITY,KEY/ENTITY,KEY…`
  const named = (request.url ?? '').split('/').slice(2);
  response.end(named.map((name) => (get.get(...name.split(',')) as { body: string }).body).join('\n'));
};

const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => process.stdout.write(`Carril listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
