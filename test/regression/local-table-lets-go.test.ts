/** The local table kept an iterator and its buffer for every query: 2.8 GB after 80,000 listings. */
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { startDynamoDb } from '../../local/dynamodb.ts';
import { ensureTable } from '../../local/table.ts';

const QUERIES = 50;
/** An iterator is closed soon after its query was answered, but not immediately. So the test looks several times. */
const LOOKS = 100;
const PAUSE_MS = 20;

const require = createRequire(import.meta.url);
/** The base class of dynalite's store, through which every iterator is opened and closed. */
const { AbstractLevel } = createRequire(require.resolve('dynalite'))('abstract-level');

test('queries leave no open iterator', async () => {
  let open = 0;
  let opened = 0;
  const { attachResource, detachResource } = AbstractLevel.prototype;
  AbstractLevel.prototype.attachResource = function (resource: unknown) {
    open++;
    opened++;
    return attachResource.call(this, resource);
  };
  AbstractLevel.prototype.detachResource = function (resource: unknown) {
    open--;
    return detachResource.call(this, resource);
  };
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
  try {
    await ensureTable({ ...connection, tableName: 'index' });
    await client.send(query);
    await sleep(PAUSE_MS);
    const before = open;
    for (let i = 0; i < QUERIES; i++) await client.send(query);
    for (let look = 0; look < LOOKS && open > before; look++) await sleep(PAUSE_MS);
    expect(opened).toBeGreaterThanOrEqual(QUERIES);
    expect(open).toBeLessThanOrEqual(before);
  } finally {
    Object.assign(AbstractLevel.prototype, { attachResource, detachResource });
    client.destroy();
    database.close();
  }
});
