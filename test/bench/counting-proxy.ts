import net from 'node:net';
import { once } from 'node:events';

export interface CountingProxy {
  readonly address: string;
  /** Bytes that came from the far end so far, as they crossed the socket (compressed, with headers). */
  readonly received: () => number;
  /** Bytes that went there. */
  readonly sent: () => number;
  /** Ends every connection that is open, as a computer does that goes to sleep. */
  readonly breakAll: () => void;
  readonly close: () => Promise<void>;
}

/** A plain TCP relay on loopback that counts: what a first sync costs on the wire. */
export const countingProxy = async (target: URL): Promise<CountingProxy> => {
  let received = 0;
  let sent = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // Either end may go first; the other follows.
      socket.on('error', () => [near, far].forEach((end) => end.destroy()));
    }
    far.on('data', (chunk) => {
      received += chunk.length;
    });
    near.on('data', (chunk) => {
      sent += chunk.length;
    });
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    received: () => received,
    sent: () => sent,
    breakAll: () => sockets.forEach((socket) => socket.destroy()),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};
