/**
 * What the core needs of the world. Adapters implement these; the core knows no SDK, no process and no wall clock.
 * Every method may be called concurrently, on any number of instances. Times are epoch milliseconds.
 */
import type { Chunk, ChunkSpan } from './model/chunk.ts';
import type { Entry, ObjectDetail, ObjectEntry } from './model/entry.ts';
import type { Directory } from './model/names.ts';
import type { Marks, Observation, StoredRecord } from './model/record.ts';
import type { Scope } from './model/scope.ts';

export interface Clock {
  /** Epoch milliseconds of this instance's clock. */
  now(): number;
}

/** Waiting is an argument, so that the simulation and tests own time. */
export interface Waiter {
  wait(ms: number): Promise<void>;
}

export interface Random {
  /** A fresh identifier of at least 64 random bits, as short text. */
  id(): string;
}

// ---------------------------------------------------------------- S3

/** Why S3 gave no answer. `unavailable` may pass by itself; the others will not. */
export interface StoreFailure {
  outcome: 'failed';
  reason: 'no-such-bucket' | 'denied' | 'nonsense' | 'unavailable';
  /** For the log, never for the wire. */
  message: string;
}

export interface ListRequest {
  bucket: string;
  /** S3's Prefix: a directory. */
  prefix: string;
  /** Every key below the prefix, without a delimiter: then names hold slashes, and no entry is a directory. */
  recursive?: boolean;
  /** Whole key; only keys greater than it are listed. Ignored by S3 when `token` is given. */
  startAfter?: string;
  /** S3's continuation token, good only inside one run of LISTs. */
  token?: string;
  /** 1..1000. */
  maxKeys: number;
}

export type ListAnswer =
  | {
      outcome: 'listed';
      /** Names relative to `prefix`, in S3's order (UTF-8), nothing twice; common prefixes and keys merged. */
      entries: Entry[];
      /** Present: the listing goes on. Absent: this was its end. */
      token?: string;
    }
  | StoreFailure;

export type HeadAnswer =
  | { outcome: 'present'; entry: ObjectEntry; detail: ObjectDetail }
  | { outcome: 'absent' }
  | StoreFailure;

export type PeekAnswer = { outcome: 'present' } | { outcome: 'absent' } | StoreFailure;

/** S3, the only source of truth (I9). Never throws for what S3 answered; retries are the adapter's business. */
export interface ObjectStore {
  /** One LIST (ListObjectsV2, with the delimiter `/` unless it is recursive). */
  list(request: ListRequest): Promise<ListAnswer>;
  /** One HEAD. `entry.name` is the key's name in its directory. */
  head(request: { bucket: string; key: string }): Promise<HeadAnswer>;
  /** One LIST with MaxKeys=1 and no delimiter: is there any key that starts with this prefix? */
  peek(request: { bucket: string; prefix: string }): Promise<PeekAnswer>;
}

// ---------------------------------------------------------------- the index table

/** Thrown by every IndexTable method when the table did not answer (down, slow beyond its budget, throttled, denied). */
export class IndexUnavailable extends Error {
  override name = 'IndexUnavailable';
}

/** The table answered, but this item is not one that can be read: it was damaged, or another version wrote it. */
export class ItemUnreadable extends IndexUnavailable {
  override name = 'ItemUnreadable';
}

/** The bucket's one item. `epoch` changes when the table was emptied: observations of another epoch are not used (I8). */
export interface BucketItem {
  epoch: string;
  /** Floor time by prefix (`''` is the whole bucket). */
  floors: ReadonlyMap<string, number>;
}

export interface DirectoryHead {
  /** Until when events below this directory are recorded as marks; 0 when never watched. */
  watchedUntil: number;
  /** Stat misses since `missesSince` (rent or buy). */
  misses: number;
  missesSince: number;
  /** Until when some instance fills this directory; 0 when none does. */
  leaseUntil: number;
  /**
   * Until when every event below this directory is recorded in the tree of a root, by the root (which is at or above the
   * directory). The root stands here and not only in the settings: what writes marks may run with other settings than what reads.
   */
  treesWatchedUntil?: ReadonlyMap<string, number>;
  /** Until when every directory below counts as watched; absent when never. */
  belowWatchedUntil?: number;
}

export interface ChunkPage {
  /** Ascending by `after`. Items that could not be parsed are left out and counted by the adapter. */
  chunks: Chunk[];
  /** True when more chunks may follow the last one returned. */
  more: boolean;
}

export interface RecordPage {
  /** Ascending by name. */
  records: StoredRecord[];
  /** Absent: every record of the asked range was read. Present: records after this name are not known. */
  knownThrough?: string;
}

/** A range of names: greater than `after` (absent: from the start, the empty name included), up to and with `through` (absent: to the end). */
export interface NameRange {
  after?: string;
  through?: string;
}

export interface IndexTable {
  /** Strong. */
  readBucket(bucket: string): Promise<BucketItem | undefined>;
  /** Creates the bucket's item with this epoch unless there is one; answers the one that stands then. */
  createBucket(bucket: string, epoch: string): Promise<BucketItem>;
  /** Max-merges a floor. Floors older than `pruneBefore` may be removed; too many floors collapse into one of the whole bucket. */
  raiseFloor(bucket: string, prefix: string, at: number, pruneBefore: number): Promise<void>;

  /** Strong. Absent item: undefined. */
  readHead(directory: Directory): Promise<DirectoryHead | undefined>;
  /** Strong, by batches; answers in the order asked. */
  readHeads(directories: Directory[]): Promise<(DirectoryHead | undefined)[]>;
  /**
   * Max-merges the watch to `until` unless it already reaches `atLeast`; answers the watch that stands then.
   * With `countMiss`, one stat miss is counted in the same write.
   */
  extendWatch(
    directory: Directory,
    watch: { until: number; atLeast: number; now: number; countMiss?: boolean },
  ): Promise<DirectoryHead>;
  /** As extendWatch, for the tree of this root. */
  extendTreeWatch(
    directory: Directory,
    root: string,
    watch: { until: number; atLeast: number },
  ): Promise<DirectoryHead>;
  /** As extendWatch, for every directory below this one. */
  extendWatchBelow(directory: Directory, watch: { until: number; atLeast: number }): Promise<DirectoryHead>;
  /**
   * As extendWatch, and takes the fill lease until `leaseUntil` when nobody holds it at `now`.
   * `acquired` says whether this call took it; when it did not, the watch may be unchanged.
   */
  acquireFill(
    directory: Directory,
    request: { until: number; now: number; leaseUntil: number },
  ): Promise<{ acquired: boolean; head: DirectoryHead }>;
  /** Ends a lease this instance took (only when it still reads `leaseUntil`), and forgets the misses. */
  releaseFill(directory: Directory, leaseUntil: number): Promise<void>;

  /**
   * Eventual. Chunks from the one that starts nearest at or before `from` (absent: the start), ascending,
   * at most `limit` chunks.
   */
  readChunks(scope: Scope, request: { from?: string; limit: number }): Promise<ChunkPage>;
  /** Strong. Records in the range, ascending, at most `limit` of them. */
  readRecords(scope: Scope, request: NameRange & { limit: number }): Promise<RecordPage>;
  /** Strong. */
  readRecord(scope: Scope, name: string): Promise<StoredRecord | undefined>;

  /** Writes the chunk unless one with the same start and a later or equal observedAt is there. */
  writeChunk(scope: Scope, chunk: Chunk): Promise<'written' | 'superseded'>;
  /** Deletes the chunk that starts there unless its observedAt is at or after `observedBefore`. */
  deleteChunk(scope: Scope, span: Pick<ChunkSpan, 'after'>, observedBefore: number): Promise<void>;
  /** Max-merges one observation (by observedAt) into the name's record; marks there stay. */
  writeObservation(scope: Scope, name: string, observation: Observation): Promise<void>;
  /** Max-merges marks into the name's record; `keepUntil` is the mark's expiry (I6). */
  writeMarks(scope: Scope, name: string, marks: Marks, keepUntil: number): Promise<void>;

  /** Can this name have a record and start a chunk? False for the few names no sort key can hold. */
  canHold(name: string): boolean;
}

// ---------------------------------------------------------------- what happened

/** Counters, cumulative for the instance; adapters add units, the core adds decisions. All are counts unless the name says otherwise. */
export type Counter =
  | 's3List'
  | 's3Head'
  | 'readUnits'
  | 'writeUnits'
  | 'indexRequests'
  | 'indexFailures'
  | 'undecodable'
  | 'marks'
  | 'eventsReceived'
  | 'eventsSkipped'
  | 'eventsUnparsable'
  // Milliseconds events waited in the queue, summed: freshness is never better than their mean.
  | 'eventLagMs'
  | 'staleServed'
  | 'coalesced'
  | 'leaseWaits'
  // Counted by http/: questions (list, stat, stat many) by how they were answered, and what the same answers cost
  // straight from S3. `listedObjects` is what a caller who sends a HEAD for every object listed would add.
  | 'requests'
  | 'hits'
  | 'partials'
  | 'misses'
  | 'bypasses'
  | 'failures'
  | 'plainLists'
  | 'plainHeads'
  | 'listedObjects';

export interface Telemetry {
  count(counter: Counter, by?: number): void;
}

/** A bounded memory of decoded chunks, keyed by the chunk's own identity. Losing anything at any time is fine. */
export interface DecodedCache {
  get(key: string): readonly Entry[] | undefined;
  set(key: string, entries: readonly Entry[], sizeBytes: number): void;
}
