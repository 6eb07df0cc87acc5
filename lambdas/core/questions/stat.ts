import type { ObjectDetail, ObjectEntry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface StatQuestion {
  bucket: ServedBucket;
  /** A directory, if it is empty or ends in `/`. Otherwise an object, or the directory of this name. */
  key: string;
  /** If true, the answer has the fields that only a HEAD returns. */
  full: boolean;
  freshness: CacheDirectives;
}

export interface DirectoryTotals {
  /** The newest lastModified of the direct children and the marker object, epoch ms. */
  lastModifiedMs?: number;
  /** The number of direct children that are objects, without the marker object. */
  objects: number;
  directories: number;
  /** The sum of the sizes of these objects, in bytes. */
  sizeBytes: number;
  /** False if the directory is larger than the part that was read. The totals are those of this part. */
  complete: boolean;
  marker?: ObjectEntry;
}

export type Stat =
  | { type: 'object'; key: string; entry: ObjectEntry; detail?: ObjectDetail }
  | { type: 'directory'; key: string; totals: DirectoryTotals };

export interface StatManyQuestion {
  bucket: ServedBucket;
  /** 1..1000 keys, in any order; duplicates are allowed. */
  keys: string[];
  /** If true, the answer has the fields that only a HEAD returns. */
  full: boolean;
  freshness: CacheDirectives;
}

export type StatManyResult = { key: string; found: true; stat: Stat } | { key: string; found: false };
