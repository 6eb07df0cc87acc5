/**
 * I1, watch before observing: the watch is read or extended before the request to S3 is sent. The observation ends
 * with this watch, however long the request and the write take.
 */
import type { DirectoryHead } from '../model/directory-head.ts';
import { longestLifeMs, watchLengthMs } from '../model/life.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { ScopeContext } from '../request/scope-context.ts';

/** A watch that lasts less than this share of the life is extended. */
const REUSE_SHARE = 0.5;

export interface Watch {
  until: number;
  misses: number;
}

export function watchTimes(
  bucket: ServedBucket,
  now: number,
): { until: number; atLeast: number; now: number } {
  return { until: now + watchLengthMs(bucket), atLeast: now + longestLifeMs(bucket), now };
}

/**
 * The watch as an observation uses it. Without events there are no marks, so such an observation ends only by its
 * life.
 */
export function watchOf(bucket: ServedBucket, head: DirectoryHead | undefined, now: number): Watch {
  const until = bucket.events === 'none' ? now + watchLengthMs(bucket) : (head?.watchedUntil ?? 0);
  return { until, misses: head?.misses ?? 0 };
}

/**
 * For revalidation. Usually the watch lasts long enough, and reading it is cheaper than writing. Returns `undefined`
 * when the index failed.
 */
export async function ensureWatch(at: ScopeContext): Promise<Watch | undefined> {
  const { bucket } = at;
  const now = at.instance.clock.now();
  if (bucket.events === 'none') return watchOf(bucket, undefined, now);
  const enough = longEnough(bucket, now);
  const remembered = rememberedWatch(at, enough);
  if (remembered) return remembered;
  const read = await at.index.readHead();
  if (read?.head && read.head.watchedUntil >= enough) return watchOf(bucket, read.head, now);
  const head = await at.index.extendWatch(watchTimes(bucket, now));
  return head && watchOf(bucket, head, now);
}

/** For the first request about a range or about several names. Returns `undefined` when the index failed. */
export async function beginWatch(at: ScopeContext): Promise<Watch | undefined> {
  const now = at.instance.clock.now();
  if (at.bucket.events === 'none') return watchOf(at.bucket, undefined, now);
  const times = watchTimes(at.bucket, now);
  const remembered = rememberedWatch(at, times.atLeast);
  if (remembered) return remembered;
  const head = await at.index.extendWatch(times);
  return head && watchOf(at.bucket, head, now);
}

/** For the first request about everything below the directory. Returns `undefined` when the index failed. */
export async function beginWatchBelow(at: ScopeContext): Promise<Watch | undefined> {
  const now = at.instance.clock.now();
  if (at.bucket.events === 'none') return watchOf(at.bucket, undefined, now);
  const until = await at.index.extendBelowWatch(watchTimes(at.bucket, now));
  return until === undefined ? undefined : { until, misses: 0 };
}

/** A watch that lasts at least until this time is not extended for a revalidation. */
export function longEnough(bucket: ServedBucket, now: number): number {
  return now + longestLifeMs(bucket) * REUSE_SHARE;
}

/** Returns a remembered watch of this epoch, if it lasts long enough. */
export function rememberedWatch(at: ScopeContext, atLeast: number): Watch | undefined {
  const remembered = at.index.rememberedWatch;
  return remembered && remembered.until >= atLeast ? remembered : undefined;
}

/**
 * Like beginWatch, but always writes and also counts a miss: of a stat, or of a listing that is stored only at its
 * second miss. Returns `undefined` when the index failed.
 */
export async function beginCountedWatch(at: ScopeContext): Promise<Watch | undefined> {
  const now = at.instance.clock.now();
  const head = await at.index.extendWatch({ ...watchTimes(at.bucket, now), countMiss: true });
  return head && watchOf(at.bucket, head, now);
}
