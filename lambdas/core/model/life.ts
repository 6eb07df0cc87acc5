/**
 * How long an observation may live. With events the life only bounds the harm of a lost event; without events it is the
 * staleness one accepts, and shrinks for directories that changed recently (a tenth of the time since the newest change,
 * RFC 9111 4.2.2's heuristic), never above the configured life and not below a sixth of it.
 */
import type { BucketItem } from './bucket-item.ts';
import type { ServedBucket } from './served-bucket.ts';

const HEURISTIC_FRACTION = 0.1;
const SHORTEST_SHARE = 1 / 6;

/** A watch outlasts the life by this share: later observations need no new write, and expired ones can be declared stale. */
const WATCH_EXTRA_SHARE = 0.5;

/** Longest any bucket may be configured to. */
export const MAX_LIFE_MS = 7 * 24 * 3_600_000;

/** Longest watch that any setting can make: what is observed under it ends with it. */
export const MAX_WATCH_MS = MAX_LIFE_MS * (1 + WATCH_EXTRA_SHARE);

/**
 * Slack after the moment an item may be needed last, before DynamoDB's TTL may take it. Longer than any question takes: one
 * that judged an observation just before its end reads the marks beside it a little later.
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

/** How far ahead a watch is set. */
export function watchLengthMs(bucket: ServedBucket): number {
  return Math.ceil(longestLifeMs(bucket) * (1 + WATCH_EXTRA_SHARE));
}

/** EventBridge on a bucket takes about five minutes to start delivering (S3 User Guide), and nothing tells when it has. */
const SETTLING_MS = 10 * 60_000;
/** Until then an answer lives no longer than this. */
const SETTLING_LIFE_MS = 60_000;

/** The bucket with the lives that hold now: short ones while its events may not come yet. */
export function settling(bucket: ServedBucket, { since }: BucketItem, now: number): ServedBucket {
  if (bucket.events !== 'eventbridge' || since === undefined || now >= since + SETTLING_MS) return bucket;
  const { tree } = bucket;
  return {
    ...bucket,
    listLifeMs: Math.min(bucket.listLifeMs, SETTLING_LIFE_MS),
    statLifeMs: Math.min(bucket.statLifeMs, SETTLING_LIFE_MS),
    ...(tree && { tree: { ...tree, lifeMs: Math.min(tree.lifeMs, SETTLING_LIFE_MS) } }),
  };
}

/** A floor is needed while anything it voids may live, whatever the settings were when that was observed. */
export function pruneFloorsBefore(at: number): number {
  return at - MAX_WATCH_MS - KEEP_SLACK_MS;
}
