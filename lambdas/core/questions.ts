/**
 * What can be asked of the index and how it is answered: the surface between the wire (http/) and the model.
 * Expected outcomes are values; only bugs throw.
 */
import type { Entry, ObjectDetail, ObjectEntry } from './model/entry.ts';
import type { ServedBucket } from './model/served-bucket.ts';

/** The request's Cache-Control, parsed. */
export interface Freshness {
  /** Nothing older than this; absent: the bucket's lives alone decide. */
  maxAgeMs?: number;
  /** Ask S3 now, and keep the answer. */
  noCache: boolean;
  /** Do not ask S3. */
  onlyIfCached: boolean;
  /** Do not keep what is fetched. */
  noStore: boolean;
}

/** RFC 9211 words. `hit`: no S3 call was made; anything else: at least one was. */
export type Served = 'hit' | 'miss' | 'stale' | 'partial' | 'request' | 'bypass';

/** The detail of an answer that had ended and was given because S3 failed. */
export const STALE_IF_ERROR = 'stale-if-error';

/** How an answer came about: everything the freshness headers need. */
export interface Provenance {
  served: Served;
  /** Of the oldest observation used, epoch ms. */
  observedAt: number;
  /** Earliest end of the observations used, epoch ms; may lie in the past for a declared stale answer. */
  endsAt: number;
  /** What was fetched is in the index now. */
  stored: boolean;
  /** A token: `index-unavailable`, `stale-if-error`, `not-cached`, ... */
  detail?: string;
  s3Lists: number;
  s3Heads: number;
  /** Time spent waiting for S3 and for the index, ms. */
  s3Ms: number;
  indexMs: number;
}

export type FailureCode =
  | 'no-such-bucket'
  | 'no-such-key'
  | 'upstream-denied'
  | 'upstream-failed'
  | 'unavailable'
  | 'only-if-cached';

/** The question could not be answered, or (no-such-key) the answer is "nothing there". */
export interface Failed {
  outcome: 'failed';
  code: FailureCode;
  /** Safe for the wire. */
  detail: string;
  provenance?: Provenance;
}

export interface Answered<T> {
  outcome: 'answered';
  value: T;
  provenance: Provenance;
}

export type Answer<T> = Answered<T> | Failed;

export interface ListQuestion {
  bucket: ServedBucket;
  /** The directory, `` or ending in `/`. */
  directory: string;
  /** Only names that start with this; `` for all. */
  filter: string;
  /** Only names after this one (the cursor's position). */
  after?: string;
  /** 1..1000. */
  limit: number;
  freshness: Freshness;
}

export interface ListPage {
  entries: Entry[];
  /** The name to go on after; absent: the listing is complete. */
  next?: string;
}

export interface StatQuestion {
  bucket: ServedBucket;
  /** `` or ending in `/`: a directory; else an object, or the directory of that name. */
  key: string;
  /** Also what only HEAD knows. */
  full: boolean;
  freshness: Freshness;
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
  freshness: Freshness;
}

export type StatManyResult = { key: string; found: true; stat: Stat } | { key: string; found: false };

export interface InvalidateQuestion {
  bucket: ServedBucket;
  keys: string[];
  prefixes: string[];
}

export interface InspectedChunk {
  /** Range (after, through]; absent: from the start, to the end. */
  after?: string;
  through?: string;
  entries: number;
  observedAt: number;
  endsAt: number;
  sizeBytes: number;
  /** Bytes of the stored body. */
  storedBytes: number;
  /** May it be used now, and if not, why not. */
  state: 'valid' | 'expired' | 'floored' | 'other-epoch' | 'undecodable';
}

export interface InspectedRecord {
  name: string;
  appearedAt?: number;
  vanishedAt?: number;
  observation?: { says: 'object' | 'directory' | 'absent'; observedAt: number; endsAt: number };
}

export interface Inspection {
  head?: { watchedUntil: number; misses: number; leaseUntil: number };
  /** Newest floor at or above the directory; absent when none. */
  floorAt?: number;
  chunks: InspectedChunk[];
  records: InspectedRecord[];
  /** Names the next whole read would have to look at again. */
  voidNames: number;
  coverage: 'complete' | 'partial' | 'none';
  /** True when only the beginning of a very large directory was inspected. */
  truncated: boolean;
}

/** The index, as its readers see it. */
export interface Reader {
  list(question: ListQuestion): Promise<Answer<ListPage>>;
  stat(question: StatQuestion): Promise<Answer<Stat>>;
  /** Results in the order asked. Fails as a whole rather than leave a key out. */
  statMany(question: StatManyQuestion): Promise<Answer<StatManyResult[]>>;
  /** Returns when nothing observed at or before `invalidatedAt` (epoch ms) will be answered again, by any instance. */
  invalidate(question: InvalidateQuestion): Promise<{ outcome: 'answered'; invalidatedAt: number } | Failed>;
  inspect(question: {
    bucket: ServedBucket;
    directory: string;
  }): Promise<{ outcome: 'answered'; value: Inspection } | Failed>;
}
