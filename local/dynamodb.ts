/** DynamoDB on loopback (dynalite), in memory. */
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { LOOPBACK, listenOnLoopback } from './loopback.ts';

// CommonJS without types.
const require = createRequire(import.meta.url);
const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export interface LocalDynamoDb {
  endpoint: string;
  close(): void;
}

export async function startDynamoDb(): Promise<LocalDynamoDb> {
  closeAbandonedIterators();
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

/**
 * dynalite 4 ends the iterators of its queries by `return()`, which those of its store do not have: each query would keep one,
 * with a buffer, for as long as the process lives.
 */
function closeAbandonedIterators(): void {
  const { AbstractKeyIterator, AbstractValueIterator } = createRequire(require.resolve('dynalite'))(
    'abstract-level',
  );
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    prototype.return ??= prototype.close;
  }
}
