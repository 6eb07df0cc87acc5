import type { BucketItem } from './bucket-item.ts';
import type { ServedBucket } from './served-bucket.ts';

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
