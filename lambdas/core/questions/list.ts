import type { Entry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface ListQuestion {
  bucket: ServedBucket;
  /** The directory: empty, or ending in `/`. */
  directory: string;
  /** If true, all objects below the directory are listed, with names relative to it, and no directories. */
  recursive?: boolean;
  /** Only names that start with this text. Empty: all names. */
  filter: string;
  /** Only names after this one (the position of the cursor). If absent, the list begins at the start. */
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
  /** As in ListQuestion. 1..100 places, in any order; duplicates are allowed. */
  places: { directory: string; filter: string }[];
  /** The limit of each list, 1..1000. */
  limit: number;
  freshness: CacheDirectives;
}
