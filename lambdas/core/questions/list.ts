import type { Entry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface ListQuestion {
  bucket: ServedBucket;
  /** The directory: empty, or ending in `/`. */
  directory: string;
  /** All objects below, named by the part after the directory; no directories. */
  recursive?: boolean;
  /** Only names that start with this; empty for all. */
  filter: string;
  /** Only names after this one (the cursor's position); absent: from the start. */
  after?: string;
  /** 1..1000. */
  limit: number;
  freshness: CacheDirectives;
}

export interface ListPage {
  entries: Entry[];
  /** The name after which the next page starts; absent when the listing is complete. */
  next?: string;
}

export interface ListManyQuestion {
  bucket: ServedBucket;
  /** As in ListQuestion; 1..100, in any order, duplicates allowed. */
  places: { directory: string; filter: string }[];
  /** The limit of each listing, 1..1000. */
  limit: number;
  freshness: CacheDirectives;
}
