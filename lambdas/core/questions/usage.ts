import type { ServedBucket } from '../model/served-bucket.ts';
import type { Usage } from '../model/usage.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface UsageQuestion {
  bucket: ServedBucket;
  /** Empty, or ending in `/`. */
  directory: string;
  /** How many levels of directories below get a usage of their own; 0: none. */
  depth: number;
  freshness: CacheDirectives;
}

export interface UsageChild {
  /** The part after the requested directory, ending in `/`. */
  name: string;
  usage: Usage;
}

export interface TreeUsage {
  /** Its names are relative to the directory. */
  usage: Usage;
  /** In S3's order. */
  children: UsageChild[];
  /** False when the question's budget ended first. Then the sums are of the part that was read. */
  complete: boolean;
}
