import { type BucketItem, floorAbove } from './bucket-item.ts';
import { longestLifeMs, watchLengthMs } from './life.ts';
import type { Directory } from './names.ts';
import type { ServedBucket } from './served-bucket.ts';
import type { FreshnessPolicy } from './validity.ts';

/** The policy for observations of the directory, for a question without a max-age. */
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
