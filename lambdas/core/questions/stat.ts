import type { ObjectDetail, ObjectEntry } from '../model/entry.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from './cache-directives.ts';

export interface StatQuestion {
  bucket: ServedBucket;
  /** `` or ending in `/`: a directory; else an object, or the directory of that name. */
  key: string;
  /** Also what only HEAD knows. */
  full: boolean;
  freshness: CacheDirectives;
}

export interface DirectoryTotals {
  /** Newest lastModified of the direct children and the marker, epoch ms. */
  lastModifiedMs?: number;
  /** Direct children that are objects (the marker is not its own child). */
  objects: number;
  directories: number;
  /** Sum of the sizes of the direct objects, bytes. */
  sizeBytes: number;
  /** False: the directory is larger than was looked at; the totals say what was seen. */
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
  /** Also what only HEAD knows. */
  full: boolean;
  freshness: CacheDirectives;
}

export type StatManyResult = { key: string; found: true; stat: Stat } | { key: string; found: false };
