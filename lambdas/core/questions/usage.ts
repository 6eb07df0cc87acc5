import type { ServedBucket } from '../model/served-bucket.ts';
import type { Usage } from '../model/usage.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface UsageQuestion {
  bucket: ServedBucket;
  /** `` or ending in `/`. */
  directory: string;
  /** Levels of directories below that are answered with their own usage; 0: none. */
  depth: number;
  freshness: CacheDirectives;
}

export interface UsageChild {
  /** What follows the directory asked about, ending in `/`. */
  name: string;
  usage: Usage;
}

export interface TreeUsage {
  /** Names in it are relative to the directory. */
  usage: Usage;
  /** In S3's order. */
  children: UsageChild[];
  /** False: the question's budget ended first; the sums say what was seen. */
  complete: boolean;
}
