/**
 * The life of an observation: how long it may be used. With events, the life only limits the effect of a lost event.
 * Without events, it is the accepted staleness, and it is shorter for directories that changed recently: a tenth of
 * the time since the newest change (the heuristic of RFC 9111, 4.2.2), but at least a sixth and at most all of the
 * configured life.
 */
import { MAX_LIFE_SECONDS, STALE_SHARE } from '../../../shared/lives.ts';
import type { BucketItem } from './bucket-item.ts';
import type { ServedBucket } from './served-bucket.ts';

const HEURISTIC_FRACTION = 0.1;
const SHORTEST_SHARE = 1 / 6;

/**
 * A watch is longer than the life by this share of the life. So later observations need no new write, and expired
 * observations can still be used, declared as stale.
 */
const WATCH_EXTRA_SHARE = STALE_SHARE;

/** The longest life that a bucket may be configured with. */
export const MAX_LIFE_MS = MAX_LIFE_SECONDS * 1_000;

/** The longest watch that any setting can cause. Everything that is observed under it ends with it. */
export const MAX_WATCH_MS = MAX_LIFE_MS * (1 + WATCH_EXTRA_SHARE);

/**
 * How much longer than necessary an item is kept before DynamoDB's TTL may delete it. It is longer than any request,
 * because a request may judge an observation just before its end, and read the marks for it a little later.
 */
export const KEEP_SLACK_MS = 60_000;

function adapted(lifeMs: number, bucket: ServedBucket, newestMs: number | undefined, now: number): number {
  if (bucket.events !== 'none' || newestMs === undefined) return lifeMs;
  const heuristicMs = Math.max(0, now - newestMs) * HEURISTIC_FRACTION;
  return Math.floor(Math.min(lifeMs, Math.max(lifeMs * SHORTEST_SHARE, heuristicMs)));
}

export function pageLifeMs(bucket: ServedBucket, newestMs: number | undefined, now: number): number {
  return adapted(bucket.listLifeMs, bucket, newestMs, now);
}

export function treePageLifeMs(bucket: ServedBucket, newestMs: number | undefined, now: number): number {
  return adapted(bucket.tree?.lifeMs ?? 0, bucket, newestMs, now);
}

export function recordLifeMs(bucket: ServedBucket, newestMs: number | undefined, now: number): number {
  return adapted(bucket.statLifeMs, bucket, newestMs, now);
}

/** The longest life of anything observed in the bucket. */
export function longestLifeMs(bucket: ServedBucket): number {
  return Math.max(bucket.listLifeMs, bucket.statLifeMs, bucket.tree?.lifeMs ?? 0);
}

/** How long a new watch lasts. */
export function watchLengthMs(bucket: ServedBucket): number {
  return Math.ceil(longestLifeMs(bucket) * (1 + WATCH_EXTRA_SHARE));
}

/**
 * How long a new EventBridge subscription is not relied on. EventBridge takes about five minutes to start delivering
 * a bucket's events (S3 User Guide), and does not report that it has started.
 */
const SETTLING_MS = 10 * 60_000;
/** The longest life of answers during that time. */
const SETTLING_LIFE_MS = 60_000;

/** True if the bucket's events may not be delivered yet at this time. */
export function isSettling({ events }: ServedBucket, { since }: BucketItem, at: number): boolean {
  return events === 'eventbridge' && since !== undefined && at < since + SETTLING_MS;
}

/** Returns the bucket with the lives that apply now. They are short while its events may not be delivered yet. */
export function settling(bucket: ServedBucket, item: BucketItem, now: number): ServedBucket {
  if (!isSettling(bucket, item, now)) return bucket;
  const { tree } = bucket;
  return {
    ...bucket,
    listLifeMs: Math.min(bucket.listLifeMs, SETTLING_LIFE_MS),
    statLifeMs: Math.min(bucket.statLifeMs, SETTLING_LIFE_MS),
    tree: tree && { ...tree, lifeMs: Math.min(tree.lifeMs, SETTLING_LIFE_MS) },
  };
}

/**
 * Floors before this time can be removed. A floor is needed as long as anything that it voids may be used, whatever
 * the settings were when that was observed.
 */
export function pruneFloorsBefore(at: number): number {
  return at - MAX_WATCH_MS - KEEP_SLACK_MS;
}
