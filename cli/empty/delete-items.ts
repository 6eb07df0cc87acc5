/** Deletes the items of locked buckets, in batches. */
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { BucketLocks } from './bucket-locks.ts';
import type { Emptying, Key } from './emptying.ts';
import { untilAccepted } from './until-accepted.ts';

/** The limit of BatchWriteItem. */
const BATCH_KEYS = 25;

export async function deleteItems(
  emptying: Emptying,
  locks: BucketLocks,
  keys: readonly Key[],
): Promise<void> {
  for (let from = 0; from < keys.length; from += BATCH_KEYS)
    await deleteBatch(emptying, locks, keys.slice(from, from + BATCH_KEYS));
}

async function deleteBatch(emptying: Emptying, locks: BucketLocks, keys: readonly Key[]): Promise<void> {
  const { client, tableName, wait, signal } = emptying;
  let left: WriteRequest[] = keys.map((Key) => ({ DeleteRequest: { Key } }));
  await untilAccepted<void>(wait, async () => {
    signal?.throwIfAborted();
    // Before each attempt, because the pauses between them may be long, and the process may have been suspended.
    await locks.keep();
    const command = new BatchWriteItemCommand({ RequestItems: { [tableName]: left } });
    const { UnprocessedItems } = await client.send(command, { abortSignal: signal });
    const sent = left.length;
    left = UnprocessedItems?.[tableName] ?? [];
    if (left.length === 0) return { outcome: 'done', value: undefined };
    return { outcome: left.length < sent ? 'partly' : 'throttled' };
  });
}
