/**
 * The bucket's one item, kept for at most FLOOR_CACHE_MS: it would be hot otherwise. An invalidation returns only after
 * waiting that long, so a read sent after it returned sees its floor.
 */

import type { BucketItem } from '../model/bucket-item.ts';
import { longestLifeMs, watchLengthMs } from '../model/life.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import type { Clock } from '../ports/clock.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';

export const FLOOR_CACHE_MS = 1_000;
/** After so long every instance knows a floor that is durable: the cache's time, and some for timers that are not exact. */
export const FLOOR_KNOWN_MS = FLOOR_CACHE_MS + 25;

export interface IndexState {
  /** At most FLOOR_CACHE_MS old, by this instance's clock. Throws IndexUnavailable. */
  of(bucket: string): Promise<BucketItem>;
}

export function createIndexState(deps: { table: IndexTable; clock: Clock; random: Random }): IndexState {
  const known = new Map<string, { readAt: number; item: Promise<BucketItem> }>();
  const read = async (bucket: string) =>
    (await deps.table.readBucket(bucket)) ?? (await deps.table.createBucket(bucket, deps.random.id()));
  return {
    of(bucket) {
      const readAt = deps.clock.now();
      const held = known.get(bucket);
      // A clock that was set back must not make an old item young.
      if (held && readAt >= held.readAt && readAt - held.readAt < FLOOR_CACHE_MS) return held.item;
      const item = read(bucket);
      known.set(bucket, { readAt, item });
      item.catch(() => {
        if (known.get(bucket)?.item === item) known.delete(bucket);
      });
      return item;
    },
  };
}

/** What is observed without events stands under no watch: it is of an epoch of its own, and ends when the bucket gets events. */
const UNWATCHED = '~';

/** The epoch that the bucket's observations are made and used under, with its way of hearing of changes. */
export function epochOf(bucket: ServedBucket, item: BucketItem): string {
  return bucket.events === 'none' ? item.epoch + UNWATCHED : item.epoch;
}

/** What observations of the directory are judged by, in a question that sets no max-age. */
export function policyOf(
  bucket: ServedBucket,
  item: BucketItem,
  prefix: string,
  now: number,
): FreshnessPolicy {
  return {
    now,
    epoch: epochOf(bucket, item),
    floorAt: floorAbove(item, prefix),
    staleIfError: false,
    lifeMs: longestLifeMs(bucket),
    watchMs: watchLengthMs(bucket),
  };
}

/** The newest floor at or above the directory, epoch ms; 0 when there is none. */
export function floorAbove(item: BucketItem, prefix: string): number {
  let newest = 0;
  for (const [floorPrefix, at] of item.floors) if (at > newest && prefix.startsWith(floorPrefix)) newest = at;
  return newest;
}
