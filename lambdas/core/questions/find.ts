import type { Entry } from '../model/entry.ts';
import type { Selection } from '../model/selection.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { SortOrder, SortPosition } from '../model/sort-order.ts';
import type { CacheDirectives } from './cache-directives.ts';

/** A listing by conditions, in any order. */
export interface FindQuestion {
  bucket: ServedBucket;
  /** The directory, `` or ending in `/`. */
  directory: string;
  /** Every object below, named by what follows the directory; no directories. */
  recursive?: boolean;
  /** Only names that start with this; `` for all. */
  filter: string;
  selection: Selection;
  order: SortOrder;
  /** Only what comes after this in the order. */
  after?: SortPosition;
  /** 1..1000. */
  limit: number;
  /** Sort what is known, where the whole directory is not. */
  partial: boolean;
  freshness: CacheDirectives;
}

export interface FoundPage {
  /** May be empty while there is a `next`. */
  entries: Entry[];
  /** Where to go on; absent: nothing follows. */
  next?: SortPosition;
  /** Names looked at for this page. */
  scanned: number;
  /** False: sorted is what is known so far, as `partial` allows. */
  complete: boolean;
}
