/** DynamoDB on loopback (dynalite), in memory. */
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { LOOPBACK, listenOnLoopback } from './loopback.ts';

// CommonJS without types.
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

export interface LocalDynamoDb {
  endpoint: string;
  close(): void;
}

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  // dynalite throws when a client goes away during a request, which the adapter does whenever its budget is spent.
  server.on('request', (request: IncomingMessage) => {
    request.removeAllListeners('error');
    request.on('error', () => {});
  });
  await listenOnLoopback(server, 0, '--dynamodb-endpoint');
  return {
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
