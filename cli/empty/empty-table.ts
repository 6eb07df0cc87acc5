/**
 * Deletes every item of an index table while requests and events arrive, without wrong answers in between. Deleting
 * items one by one is not safe: an answer whose mark or watch was deleted looks valid. So:
 *
 *     1. the buckets' items get a floor in the future    a minute later, no request in progress uses the table's data
 *     2. everything else is deleted
 *     3. the buckets' items are deleted                  what was written in the meantime belongs to an old epoch
 */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { BUCKET, PARTITION_KEY, SORT_KEY } from '../../lambdas/adapters/dynamodb/schema.ts';
import { MAX_CLOCK_MARGIN_MS } from '../../lambdas/adapters/env.ts';
import { FLOOR_CACHE_MS } from '../../lambdas/core/model/bucket-item.ts';
import { KEEP_SLACK_MS } from '../../lambdas/core/model/life.ts';

type Key = Record<string, AttributeValue>;

export interface Emptying {
  client: Pick<DynamoDBClient, 'send'>;
  tableName: string;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /** Called before it waits for the requests under way. */
  onWaiting?: (ms: number) => void;
  /** Called with the number of items deleted so far. */
  onDeleted: (items: number) => void;
}

export interface Emptied {
  items: number;
  buckets: string[];
}

const BUCKET_PARTITION = 'b#';
/**
 * If the command is stopped half-way, the floor ends after this time. Until then answers are correct and cost S3's
 * price.
 */
const LOCK_MS = 24 * 3_600_000;
/**
 * The time after which the lock is safe. By then every instance has read the bucket's item again, including the clock
 * margin, and every request that began before the lock has ended. A request that has already read a page could
 * otherwise miss its mark, if the mark were deleted before the request reads it.
 */
const LOCK_KNOWN_MS = FLOOR_CACHE_MS + MAX_CLOCK_MARGIN_MS + KEEP_SLACK_MS;
/** The limit of BatchWriteItem. */
const BATCH_KEYS = 25;
/** Retries of the deletions that a batch did not process; the pause doubles. */
const MAX_RETRIES = 8;
const FIRST_PAUSE_MS = 50;
/** Buckets that are served for the first time during the deletion need another pass. */
const MAX_PASSES = 5;

export async function emptyTable(emptying: Emptying): Promise<Emptied> {
  const locked = new Map<string, Key>();
  let items = 0;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const found = (await bucketKeys(emptying)).filter((key) => !locked.has(bucketOf(key)));
    if (pass > 0 && found.length === 0) break;
    for (const key of found) {
      await lock(emptying, key);
      locked.set(bucketOf(key), key);
    }
    if (found.length > 0) {
      emptying.onWaiting?.(LOCK_KNOWN_MS);
      await emptying.wait(LOCK_KNOWN_MS);
    }
    for await (const keys of scanned(emptying)) {
      const others = keys.filter((key) => !isBucket(key));
      await deleteAll(emptying, others);
      items += others.length;
      emptying.onDeleted(items);
    }
  }
  for (const key of locked.values())
    await emptying.client.send(new DeleteItemCommand({ TableName: emptying.tableName, Key: key }));
  return { items: items + locked.size, buckets: [...locked.keys()].sort() };
}

async function lock({ client, tableName, now }: Emptying, key: Key): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: key,
      UpdateExpression: 'SET #floor = :at',
      ExpressionAttributeNames: { '#floor': BUCKET.floorPrefix },
      ExpressionAttributeValues: { ':at': { N: String(now() + LOCK_MS) } },
    }),
  );
}

async function bucketKeys(emptying: Emptying): Promise<Key[]> {
  const keys: Key[] = [];
  for await (const some of scanned(emptying)) keys.push(...some.filter(isBucket));
  return keys;
}

/**
 * The keys of all items, page by page. The scan is strongly consistent, so that it finds every item written before.
 */
async function* scanned({ client, tableName }: Emptying): AsyncGenerator<Key[], void, void> {
  let start: Key | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        ProjectionExpression: `${PARTITION_KEY}, ${SORT_KEY}`,
        ExclusiveStartKey: start,
      }),
    );
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start);
}

async function deleteAll({ client, tableName, wait }: Emptying, keys: Key[]): Promise<void> {
  for (let from = 0; from < keys.length; from += BATCH_KEYS) {
    let left = keys.slice(from, from + BATCH_KEYS).map((Key) => ({ DeleteRequest: { Key } }));
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt > MAX_RETRIES)
        throw new Error(
          'DynamoDB did not delete all items: it throttles the deletions. Run the command again',
        );
      if (attempt > 0) await wait(FIRST_PAUSE_MS * 2 ** (attempt - 1));
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
      );
      left = (UnprocessedItems?.[tableName] ?? []) as typeof left;
    }
  }
}

function isBucket(key: Key): boolean {
  return key[PARTITION_KEY]?.S?.startsWith(BUCKET_PARTITION) ?? false;
}

function bucketOf(key: Key): string {
  return key[PARTITION_KEY]!.S!.slice(BUCKET_PARTITION.length);
}
