/** The keys of all items of an index table, page by page. */
import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { parsePartition } from '../../lambdas/adapters/dynamodb/keys.ts';
import { PARTITION_KEY, SORT_KEY } from '../../lambdas/adapters/dynamodb/schema.ts';
import { UsageError } from '../usage-error.ts';
import type { Emptying, Key } from './emptying.ts';
import { untilAccepted } from './until-accepted.ts';

export interface StoredKey {
  key: Key;
  bucket: string;
  isBucketItem: boolean;
}

/**
 * The scan is strongly consistent, so that it finds every item written before.
 * @throws UsageError for an item that s3dex did not write.
 */
export async function* scannedKeys(emptying: Emptying): AsyncGenerator<StoredKey[], void, void> {
  const { client, tableName, wait, signal } = emptying;
  let start: Key | undefined;
  do {
    const command = new ScanCommand({
      TableName: tableName,
      ConsistentRead: true,
      ProjectionExpression: `${PARTITION_KEY}, ${SORT_KEY}`,
      ExclusiveStartKey: start,
    });
    const page = await untilAccepted<ScanCommandOutput>(wait, async () => {
      signal?.throwIfAborted();
      return { outcome: 'done', value: await client.send(command, { abortSignal: signal }) };
    });
    yield (page.Items ?? []).map((key) => storedKey(tableName, key));
    start = page.LastEvaluatedKey;
  } while (start);
}

function storedKey(tableName: string, key: Key): StoredKey {
  const partition = key[PARTITION_KEY]?.S;
  const parsed = partition === undefined ? undefined : parsePartition(partition);
  if (parsed) return { key, ...parsed };
  throw new UsageError(
    `${tableName} is not an index of s3dex, or not only that: it has an item whose ${PARTITION_KEY} is ${JSON.stringify(partition ?? null)}`,
  );
}
