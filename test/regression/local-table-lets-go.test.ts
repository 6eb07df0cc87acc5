/** The local table kept an iterator and its buffer for every query ever made: 2.8 GB after 80,000 listings. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { ensureTable } from '../../local/table.ts';

const QUERIES = 600;
/** A kept iterator holds some 6.5 KB. */
const MOST_BYTES = QUERIES * 1_000;

test('queries leave nothing behind', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const database = await startDynamoDb();
  const connection = {
    endpoint: database.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const client = new DynamoDBClient(connection);
  const query = new QueryCommand({
    TableName: 'index',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'none' } },
    Limit: 1,
  });
  const ask = async (times: number) => {
    for (let i = 0; i < times; i++) await client.send(query);
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  try {
    await ensureTable({ ...connection, tableName: 'index' });
    const before = await ask(50);
    expect((await ask(QUERIES)) - before).toBeLessThan(MOST_BYTES);
  } finally {
    client.destroy();
    database.close();
  }
});
