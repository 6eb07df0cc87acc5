import type { ServedBucket } from '../model/served-bucket.ts';
import type { Usage } from '../model/usage.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface UsageQuestion {
  bucket: ServedBucket;
  /** Empty, or ending in `/`. */
  directory: string;
  /** The number of levels of directories below it for which the usage is returned separately; 0 for none. */
  depth: number;
  freshness: CacheDirectives;
}

export interface UsageChild {
  /** The part of the prefix after the requested directory, ending in `/`. */
  name: string;
  usage: Usage;
}

export interface TreeUsage {
  /** The names in it are relative to the requested directory. */
  usage: Usage;
  /** In S3's order. */
  children: UsageChild[];
  /** False if the budget of the question was used up first. The sums are those of the part that was read. */
  complete: boolean;
}
