/**
 * A gate in front of a server on loopback. While it is shut, connections are refused. When it is opened again, it
 * leads to the same server or to another one.
 */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpGate {
  url: string;
  /** Refuses new connections and cuts the open ones. */
  shut(): Promise<void>;
  open(targetPort: number): Promise<void>;
}

export async function openGate(targetPort: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let target = targetPort;
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async shut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open(newTarget) {
      target = newTarget;
      await listen(port);
    },
  };
}
