/**
 * The rule. It alone decides whether an observation may be used:
 *
 *            observedAt                         endsAt            watchedUntil
 *   ------------|---------------------------------|--------------------|------> time
 *     a mark or   usable, while no mark or floor     only as declared
 *     floor up to  is at or after observedAt         stale (if S3 fails),
 *     here has                                       and only while no
 *     no effect                                      mark or floor voids it
 */
import type { BucketItem } from './bucket-item.ts';
import { longestLifeMs, watchLengthMs } from './life.ts';
import type { Directory } from './names.ts';
import type { Marks } from './record.ts';
import type { ServedBucket } from './served-bucket.ts';

export interface Observed {
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** The policy by which the observations for a question are judged. Times are epoch ms. */
export interface FreshnessPolicy {
  now: number;
  /**
   * The latest time that another clock may show now. An observation with a later time was made by a clock that is
   * wrong, and counts as absent.
   */
  latestAt: number;
  /** The maximum age that the request allows. */
  maxAgeMs?: number;
  /** The index's epoch (I8). */
  epoch: string;
  /** The newest floor at or above the directory; 0 when there is none. */
  floorAt: number;
  /** S3 failed: an expired observation may be used until its watch ends, declared as stale. */
  staleIfError: boolean;
  /**
   * The configured life: the maximum age of an answer to this question, even if the observation was stored for
   * longer.
   */
  lifeMs: number;
  /** The configured length of the bucket's watches. */
  watchMs: number;
}

/** The policy for observations of the directory, if the question has no max-age. */
export function policyOf(
  bucket: ServedBucket,
  item: BucketItem,
  { prefix }: Pick<Directory, 'prefix'>,
  { now, clockMarginMs }: { now: number; clockMarginMs: number },
): FreshnessPolicy {
  return {
    now,
    latestAt: now + clockMarginMs,
    epoch: item.epoch,
    floorAt: floorAbove(item, prefix),
    staleIfError: false,
    lifeMs: longestLifeMs(bucket),
    watchMs: watchLengthMs(bucket),
  };
}

/** The time of the newest floor at or above the directory, epoch ms; 0 when there is none. */
export function floorAbove({ floors }: Pick<BucketItem, 'floors'>, prefix: string): number {
  let newest = 0;
  for (const [floorPrefix, at] of floors) if (prefix.startsWith(floorPrefix)) newest = Math.max(newest, at);
  return newest;
}

export type Verdict = 'usable' | 'expired' | 'too-old' | 'floored' | 'other-epoch' | 'from-the-future';

/** The rule without the marks, which are different for each name. */
export function judge(observed: Observed, policy: FreshnessPolicy): Verdict {
  if (observed.epoch !== policy.epoch) return 'other-epoch';
  if (observed.observedAt > policy.latestAt) return 'from-the-future';
  if (observed.observedAt <= policy.floorAt) return 'floored';
  if (policy.now > endOf(observed, policy)) return 'expired';
  if (policy.maxAgeMs !== undefined && policy.now - observed.observedAt > policy.maxAgeMs) return 'too-old';
  return 'usable';
}

function endOf({ observedAt, endsAt, watchedUntil }: Observed, policy: FreshnessPolicy): number {
  return policy.staleIfError
    ? Math.min(watchedUntil, observedAt + policy.watchMs)
    : Math.min(endsAt, observedAt + policy.lifeMs);
}

/** The rule for marks: a void observation is never used (I4). */
export function stands(says: 'present' | 'absent', observedAt: number, marks: Marks | undefined): boolean {
  const voidedAt = says === 'present' ? marks?.vanishedAt : marks?.appearedAt;
  return voidedAt === undefined || observedAt > voidedAt;
}
