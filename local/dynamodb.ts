/** DynamoDB on loopback (dynalite), in memory. */
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { LOOPBACK, listenOnLoopback } from './loopback.ts';

// A CommonJS package without types.
const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export interface LocalDynamoDb {
  endpoint: string;
  close(): void;
}

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  closeAbandonedIterators();
  const server = dynalite({ createTableMs: 0 });
  // dynalite throws when a client disconnects during a request. The adapter does that when its time budget is used
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

/**
 * dynalite 4 ends the iterators of its queries with `return()`, which the iterators of its store do not have.
 * Without this fix, each query would keep an iterator with a buffer until the process ends.
 */
function closeAbandonedIterators(): void {
  const { AbstractKeyIterator, AbstractValueIterator } = createRequire(require.resolve('dynalite'))(
    'abstract-level',
  );
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
}
