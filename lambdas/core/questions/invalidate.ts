import type { ServedBucket } from '../model/served-bucket.ts';

export interface InvalidateQuestion {
  bucket: ServedBucket;
  keys: string[];
  prefixes: string[];
}
