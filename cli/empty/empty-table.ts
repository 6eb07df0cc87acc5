/**
 * Deletes every item of an index table while requests and events arrive, without wrong answers in between. Deleting
 * items one by one is not safe: an answer whose mark or watch was deleted looks valid. So:
 *
 *     1. the buckets' items get a floor in the future    a minute later, no request in progress uses the table's data
 *     2. everything else of these buckets is deleted     only while the floors stand
 *     3. the buckets' items are deleted                  a minute later, when no deletion can be late any more
 *
 * What was written in the meantime belongs to an old epoch.
 *
 * A bucket that is served for the first time during step 2 has no floor, so its items stay until the next pass.
 */
import { LOCK_KNOWN_MS } from './bounds.ts';
import { BucketLocks } from './bucket-locks.ts';
import { deleteItems } from './delete-items.ts';
import type { Emptying } from './emptying.ts';
import { leftLocked } from './left-locked.ts';
import { scannedKeys } from './scanned-keys.ts';

export interface Emptied {
  items: number;
  buckets: string[];
}

/** Buckets that are served for the first time during the deletion need another pass. */
const MAX_PASSES = 5;

/** @throws Unfinished when buckets are left locked. */
export async function emptyTable(emptying: Emptying): Promise<Emptied> {
  const locks = new BucketLocks(emptying);
  try {
    const items = await deleteAll(emptying, locks);
    if (items > 0) await waitForLateDeletions(emptying);
    await locks.release();
    return { items: items + locks.buckets.length, buckets: locks.buckets };
  } catch (error) {
    if (locks.buckets.length === 0) throw error;
    throw leftLocked(error, locks.buckets);
  }
}

/** DynamoDB may still make a deletion that had no answer. In the new epoch, it could delete a head that is in use. */
async function waitForLateDeletions({ wait, onWaiting }: Emptying): Promise<void> {
  onWaiting?.(LOCK_KNOWN_MS, 'the last deletions');
  await wait(LOCK_KNOWN_MS);
}

async function deleteAll(emptying: Emptying, locks: BucketLocks): Promise<number> {
  let items = 0;
  // This scan also refuses a table of another program, before anything is locked.
  let unlocked = await bucketsOf(emptying);
  for (let pass = 0; unlocked.size > 0; pass++) {
    if (pass >= MAX_PASSES) throw new Error('buckets are served for the first time again and again');
    for (const bucket of unlocked) await locks.lock(bucket);
    emptying.onWaiting?.(LOCK_KNOWN_MS, 'the requests in progress');
    await emptying.wait(LOCK_KNOWN_MS);
    unlocked = new Set();
    for await (const page of scannedKeys(emptying)) {
      for (const { bucket } of page) if (!locks.has(bucket)) unlocked.add(bucket);
      const doomed = page.filter(({ bucket, isBucketItem }) => !isBucketItem && locks.has(bucket));
      await deleteItems(
        emptying,
        locks,
        doomed.map(({ key }) => key),
      );
      items += doomed.length;
      emptying.onDeleted(items);
    }
  }
  return items;
}

/** Also buckets without an item of their own: somebody may have deleted it. */
async function bucketsOf(emptying: Emptying): Promise<Set<string>> {
  const buckets = new Set<string>();
  for await (const page of scannedKeys(emptying)) for (const { bucket } of page) buckets.add(bucket);
  return buckets;
}
