import type { Entry } from '../model/entry.ts';
import type { Selection } from '../model/selection.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { SortOrder, SortPosition } from '../model/sort-order.ts';
import type { CacheDirectives } from './cache-directives.ts';

/** A listing with conditions, in any order. */
export interface FindQuestion {
  bucket: ServedBucket;
  /** The directory: empty, or ending in `/`. */
  directory: string;
  /** If true, all objects below the directory are examined, with names relative to it, and no directories. */
  recursive?: boolean;
  /** Only names that start with this text. Empty: all names. */
  filter: string;
  selection: Selection;
  order: SortOrder;
  /** Only entries that come after this position in the order. */
  after?: SortPosition;
  /** 1..1000. */
  limit: number;
  /** If the directory is not completely known, sort only the known names. */
  partial: boolean;
  freshness: CacheDirectives;
}

export interface FoundPage {
  /** May be empty although there is a `next`. */
  entries: Entry[];
  /** Where the next page starts; absent when this is the last page. */
  next?: SortPosition;
  /** The number of names examined for this page. */
  scanned: number;
  /** False when only what is known so far was sorted (`partial`). */
  complete: boolean;
}
