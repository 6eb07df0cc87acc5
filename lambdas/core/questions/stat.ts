import type { ObjectDetail, ObjectEntry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface StatQuestion {
  bucket: ServedBucket;
  /** Empty or ending in `/`: a directory. Otherwise an object, or the directory of that name. */
  key: string;
  /** Also the fields that only a HEAD returns. */
  full: boolean;
  freshness: CacheDirectives;
}

export interface DirectoryTotals {
  /** The newest lastModified of the direct children and the marker, epoch ms. */
  lastModifiedMs?: number;
  /** Direct children that are objects, without the marker. */
  objects: number;
  directories: number;
  /** The sum of the sizes of the direct objects, in bytes. */
  sizeBytes: number;
  /** False when the directory is larger than what was read. Then the totals are of the part that was read. */
  complete: boolean;
  marker?: ObjectEntry;
}

export type Stat =
  | { type: 'object'; key: string; entry: ObjectEntry; detail?: ObjectDetail }
  | { type: 'directory'; key: string; totals: DirectoryTotals };

export interface StatManyQuestion {
  bucket: ServedBucket;
  /** 1..1000, in any order, duplicates allowed. */
  keys: string[];
  /** Also the fields that only a HEAD returns. */
  full: boolean;
  freshness: CacheDirectives;
}

export type StatManyResult = { key: string; found: true; stat: Stat } | { key: string; found: false };
