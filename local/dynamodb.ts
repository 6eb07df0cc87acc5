/** DynamoDB on loopback (dynalite), in memory. */
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fixDynaliteMemory } from './dynalite-memory.ts';
import { LOOPBACK, listenOnLoopback } from './loopback.ts';

// A CommonJS package without types.
const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export interface LocalDynamoDb {
  endpoint: string;
  close(): void;
}

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  fixDynaliteMemory();
  const server = dynalite({ createTableMs: 0 });
  // dynalite throws when a client disconnects during a request. The adapter disconnects when its time budget is used
  // up.
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
