/** The local stack's DynamoDB (dynalite, in this process) with the index's table. */
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { createTableInput } from '../../lambdas/adapters/dynamodb/schema.ts';
import { startDynamoDb } from '../../local/dynamodb.ts';

export const TABLE_NAME = 's3dex-test';

/** Any engine with DynamoDB's API, after its table was created. */
export interface TableEngine {
  endpoint: string;
  tableName: string;
  /** A plain client with the SDK's default timeouts, to read the table without the adapter. */
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
  const { endpoint, close } = await startDynamoDb();
  const client = testClient(endpoint);
  await client.send(new CreateTableCommand(createTableInput(TABLE_NAME)));
  // The engine answers before the table can be used.
  await waitUntilTableExists(
    { client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 60 },
    { TableName: TABLE_NAME },
  );
  return {
    endpoint,
    tableName: TABLE_NAME,
    client,
    async stop() {
      client.destroy();
      close();
    },
  };
}
