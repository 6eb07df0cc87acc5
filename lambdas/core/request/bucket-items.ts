/**
 * The items of the buckets, each cached for at most FLOOR_CACHE_MS. Only a request that is sent after an invalidation
 * has returned is certain to see its floor.
 */
import { type BucketItem, FLOOR_CACHE_MS, feedOf } from '../model/bucket-item.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { Clock } from '../ports/clock.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';
import { beginEpoch } from './begin-epoch.ts';

export interface BucketItems {
  /**
   * Returns an item that was read at most FLOOR_CACHE_MS ago, by this instance's clock. It has an epoch under the
   * bucket's feed.
   * @throws IndexUnavailable when the table does not answer.
   */
  of(bucket: ServedBucket): Promise<BucketItem>;
}

export function createBucketItems(deps: { table: IndexTable; clock: Clock; random: Random }): BucketItems {
  const remembered = new Map<string, { readAt: number; feed: string; item: Promise<BucketItem> }>();
  /** Observations that were made under another feed, or without a feed, belong to another epoch. */
  const read = async (bucket: ServedBucket): Promise<BucketItem> => {
    const feed = feedOf(bucket);
    const item = await deps.table.readBucket(bucket.name);
    if (item?.feed === feed) return item;
    return beginEpoch(deps, bucket.name, feed);
  };
  return {
    of(bucket) {
      const now = deps.clock.now();
      const last = remembered.get(bucket.name);
      // If the clock was set back, an old item must not be treated as new.
      const isYoung = last && now >= last.readAt && now - last.readAt < FLOOR_CACHE_MS;
      if (isYoung && last.feed === feedOf(bucket)) return last.item;
      const item = read(bucket);
      remembered.set(bucket.name, { readAt: now, feed: feedOf(bucket), item });
      item.catch(() => {
        if (remembered.get(bucket.name)?.item === item) remembered.delete(bucket.name);
      });
      return item;
    },
  };
}
