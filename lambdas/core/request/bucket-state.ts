/**
 * The bucket's one item, kept for at most FLOOR_CACHE_MS: it would be hot otherwise. An invalidation returns only after
 * waiting that long, so a read sent after it returned sees its floor.
 */

import type { BucketItem } from '../model/bucket-item.ts';
import { longestLifeMs, watchLengthMs } from '../model/life.ts';
import { feedOf, type ServedBucket } from '../model/served-bucket.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import type { Clock } from '../ports/clock.ts';
import type { IndexTable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';

export const FLOOR_CACHE_MS = 1_000;
/** Timers are not exact. */
const TIMER_SLACK_MS = 25;

/**
 * After so long every instance knows a floor that is durable: the cache's time, and the margin, for a clock that is set back
 * within it makes an item look younger than it is.
 */
export function floorKnownMs(clockMarginMs: number): number {
  return FLOOR_CACHE_MS + clockMarginMs + TIMER_SLACK_MS;
}

export interface IndexState {
  /** At most FLOOR_CACHE_MS old, by this instance's clock, and of an epoch under the bucket's feed. Throws IndexUnavailable. */
  of(bucket: ServedBucket): Promise<BucketItem>;
}

export function createIndexState(deps: { table: IndexTable; clock: Clock; random: Random }): IndexState {
  const known = new Map<string, { readAt: number; feed: string; item: Promise<BucketItem> }>();
  /** What was observed while changes were heard of in another way, or not at all, is of another epoch. */
  const read = async (bucket: ServedBucket): Promise<BucketItem> => {
    const feed = feedOf(bucket);
    const item = await deps.table.readBucket(bucket.name);
    if (item?.feed === feed) return item;
    return deps.table.beginEpoch(bucket.name, { epoch: deps.random.id(), feed, since: deps.clock.now() });
  };
  return {
    of(bucket) {
      const readAt = deps.clock.now();
      const held = known.get(bucket.name);
      // A clock that was set back must not make an old item young.
      const isYoung = held && readAt >= held.readAt && readAt - held.readAt < FLOOR_CACHE_MS;
      if (isYoung && held.feed === feedOf(bucket)) return held.item;
      const item = read(bucket);
      known.set(bucket.name, { readAt, feed: feedOf(bucket), item });
      item.catch(() => {
        if (known.get(bucket.name)?.item === item) known.delete(bucket.name);
      });
      return item;
    },
  };
}

/** EventBridge on a bucket takes about five minutes to start delivering (S3 User Guide), and nothing tells when it has. */
const SETTLING_MS = 10 * 60_000;
/** Until then an answer lives no longer than this. */
const SETTLING_LIFE_MS = 60_000;

/** The bucket with the lives that hold now: short ones while its events may not come yet. */
export function settling(bucket: ServedBucket, { since }: BucketItem, now: number): ServedBucket {
  if (bucket.events !== 'eventbridge' || since === undefined || now >= since + SETTLING_MS) return bucket;
  return {
    ...bucket,
    listLifeMs: Math.min(bucket.listLifeMs, SETTLING_LIFE_MS),
    statLifeMs: Math.min(bucket.statLifeMs, SETTLING_LIFE_MS),
  };
}

/** What observations of the directory are judged by, in a question that sets no max-age. */
export function policyOf(
  bucket: ServedBucket,
  item: BucketItem,
  prefix: string,
  times: { now: number; clockMarginMs: number },
): FreshnessPolicy {
  return {
    now: times.now,
    latestAt: times.now + times.clockMarginMs,
    epoch: item.epoch,
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
