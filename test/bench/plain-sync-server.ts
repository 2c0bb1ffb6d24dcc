import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip, gunzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';

/** The floor's far end, a process of its own: rows from a file, and what is posted into one table. `node plain-sync-server.ts ROWS DATABASE`. */
const [rowsFile = '', databaseFile = ''] = process.argv.slice(2);
const db = new Sqlite(databaseFile);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec('CREATE TABLE row (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID');
const put = db.prepare('INSERT INTO row (key, body) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body');
const live = new Set<ServerResponse>();

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const keep = db.transaction((lines: readonly string[]) => {
  for (const line of lines) put.run((JSON.parse(line) as { key: string }).key, line);
});

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
    keep.immediate(text.split('\n').filter((line) => line !== ''));
    for (const stream of live) stream.write('data: new\n\n');
    response.end('ok');
    return;
  }
  if (request.url === '/rows') {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
    await pipeline(createReadStream(rowsFile), createGzip({ level: constants.Z_BEST_SPEED }), response);
    return;
  }
  const row = db.prepare('SELECT body FROM row WHERE key = ?').get((request.url ?? '').slice(1)) as { body: string } | undefined;
  response.end(row?.body ?? '');
};

const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => process.stdout.write(`Carril listens on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
process.on('SIGTERM', () => process.exit(0));
