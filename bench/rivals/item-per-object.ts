/**
 * Rival (e): one DynamoDB item for each object; a listing is a Query. Modelled on S3Guard (apache/hadoop,
 * hadoop-aws up to 3.3.1, PathMetadataDynamoDBTranslation and DynamoDBMetadataStore): the same keys, attributes,
 * strongly consistent reads and batches of 25. To its advantage, it is authoritative for what it has listed once,
 * so S3 is not asked again; and the writer of an object writes only one item, while S3Guard also checked the
 * ancestors.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { inParallel } from '../../shared/in-parallel.ts';
import { CREDENTIALS, REGION } from '../clients.ts';
import { BUCKET, type Contestant, directoryOf } from '../contestant.ts';
import type { Servers } from '../servers/start.ts';
import { createS3Calls, type Listed } from './s3-calls.ts';

const TABLE = 'item-per-object';
const BATCH_WRITES = 25;
const BATCH_READS = 100;
const BATCHES_AT_ONCE = 4;
const COMMON = { TableName: TABLE, ReturnConsumedCapacity: 'TOTAL' } as const;
const BLOCK_BYTES = 32 * 1024 * 1024;

type Item = Record<string, AttributeValue>;

function keyOf(path: string): Item {
  const whole = `/${BUCKET}/${path}`.replace(/\/$/, '');
  const cut = whole.lastIndexOf('/');
  return { parent: { S: whole.slice(0, cut) }, child: { S: whole.slice(cut + 1) } };
}

function itemOf({ key, sizeBytes, lastModifiedMs, etag }: Listed): Item {
  return {
    ...keyOf(key),
    file_length: { N: String(sizeBytes) },
    mod_time: { N: String(lastModifiedMs) },
    block_size: { N: String(BLOCK_BYTES) },
    etag: { S: etag.replaceAll('"', '') },
    is_deleted: { BOOL: false },
    last_updated: { N: String(Date.now()) },
  };
}

function chunksOf<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

async function write(client: DynamoDBClient, items: Item[]): Promise<void> {
  await inParallel(chunksOf(items, BATCH_WRITES), BATCHES_AT_ONCE, async (batch) => {
    const RequestItems = { [TABLE]: batch.map((Item) => ({ PutRequest: { Item } })) };
    await client.send(new BatchWriteItemCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' }));
  });
}

async function query(client: DynamoDBClient, prefix: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...COMMON,
        KeyConditionExpression: 'parent = :parent',
        ExpressionAttributeValues: { ':parent': { S: `/${BUCKET}/${prefix}`.replace(/\/$/, '') } },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

export async function itemPerObject(servers: Servers): Promise<Contestant> {
  const s3 = createS3Calls(servers.s3Url);
  await servers.createTable(TABLE, { partition: 'parent', sort: 'child' });
  const options = { endpoint: servers.dynamoUrl, region: REGION, credentials: CREDENTIALS };
  const client = s3.meter.count(new DynamoDBClient(options), servers.latency.dynamoMs);
  const get = async (path: string) =>
    (await client.send(new GetItemCommand({ ...COMMON, Key: keyOf(path), ConsistentRead: true }))).Item;

  async function list(prefix: string): Promise<number> {
    const directory = await get(prefix);
    if (directory?.is_authoritative?.BOOL) return (await query(client, prefix)).length;
    const listed = await s3.list(prefix);
    const self = { ...keyOf(prefix), is_dir: { BOOL: true }, is_authoritative: { BOOL: true } };
    await write(client, [...listed.map(itemOf), { ...self, is_deleted: { BOOL: false } }]);
    return listed.length;
  }

  return {
    name: 'item-per-object',
    list,
    get counts() {
      return { ...s3.meter.calls, requests: 0 };
    },
    stat: async (key) => (await get(key)) !== undefined || s3.head(key),
    async statMany(keys) {
      const found = await inParallel(chunksOf(keys, BATCH_READS), BATCHES_AT_ONCE, async (batch) => {
        const RequestItems = { [TABLE]: { Keys: batch.map(keyOf), ConsistentRead: true } };
        const command = new BatchGetItemCommand({ RequestItems, ReturnConsumedCapacity: 'TOTAL' });
        return (await client.send(command)).Responses?.[TABLE]?.length ?? 0;
      });
      const there = found.reduce((sum, count) => sum + count, 0);
      if (there > 0) return there;
      await list(directoryOf(keys[0]!));
      return keys.length;
    },
    async wrote(keys) {
      await inParallel(keys, BATCHES_AT_ONCE, async (key) => {
        const Item = itemOf({ key, sizeBytes: 1, lastModifiedMs: Date.now(), etag: '0'.repeat(32) });
        await client.send(new PutItemCommand({ ...COMMON, Item }));
      });
    },
    stop() {
      s3.stop();
      client.destroy();
    },
  };
}
