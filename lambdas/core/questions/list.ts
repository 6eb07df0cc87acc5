import type { Entry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface ListQuestion {
  bucket: ServedBucket;
  /** The directory, `` or ending in `/`. */
  directory: string;
  /** Every object below, named by what follows the directory; no directories. */
  recursive?: boolean;
  /** Only names that start with this; `` for all. */
  filter: string;
  /** Only names after this one (the cursor's position); absent: from the start. */
  after?: string;
  /** 1..1000. */
  limit: number;
  freshness: CacheDirectives;
}

export interface ListPage {
  entries: Entry[];
  /** The name to go on after; absent: the listing is complete. */
  next?: string;
}

export interface ListManyQuestion {
  bucket: ServedBucket;
  /** As those of lists; 1..100, in any order, duplicates allowed. */
  places: { directory: string; filter: string }[];
  /** Of each, 1..1000. */
  limit: number;
  freshness: CacheDirectives;
}
