/** dynalite in this process: DynamoDB's API over memory, on a free loopback port, with the index's table in it. */
import type { IncomingMessage, Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTableInput } from '../../lambdas/adapters/dynamodb/schema.ts';

// CommonJS without types.
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)('dynalite');

export const TABLE_NAME = 's3dex-test';

/** Any engine that speaks DynamoDB's API, with the table made. */
export interface TableEngine {
  endpoint: string;
  tableName: string;
  /** Plain, with the SDK's own patience: for looking into the table behind the adapter's back. */
  client: DynamoDBClient;
  stop(): Promise<void>;
}

export function testClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

export async function startDynalite(): Promise<TableEngine> {
  const server = dynalite({ createTableMs: 0 });
  // dynalite throws when a client goes away during a request, which the adapter does whenever its budget is spent.
  server.on('request', (request: IncomingMessage) => {
    request.removeAllListeners('error');
    request.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = testClient(endpoint);
  await client.send(new CreateTableCommand(createTableInput(TABLE_NAME)));
  return {
    endpoint,
    tableName: TABLE_NAME,
    client,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
