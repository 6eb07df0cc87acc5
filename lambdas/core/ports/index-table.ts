/**
 * The table that holds the index. Adapters implement it; every method may be called concurrently, on any number of
 * instances. Times are epoch milliseconds.
 */
import type { BucketItem } from '../model/bucket-item.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import type { Directory } from '../model/names.ts';
import type { NameRange, Position, RangeEnd } from '../model/range.ts';
import type { Marks, Observation, StoredRecord } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';

/**
 * Thrown by every IndexTable method when the table did not answer (down, slow beyond its budget, throttled, denied).
 */
export class IndexUnavailable extends Error {
  override name = 'IndexUnavailable';
}

/** The table answered, but this item is not one that can be read: it was damaged, or another version wrote it. */
export class ItemUnreadable extends IndexUnavailable {
  override name = 'ItemUnreadable';
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
  /** END: every record of the asked range was read. Else records after this name are not known. */
  knownThrough: RangeEnd;
}

export interface IndexTable {
  /** Strong. */
  readBucket(bucket: string): Promise<BucketItem | undefined>;
  /**
   * Begins this epoch unless the bucket's item already has one under this feed; answers the item that stands then.
   * Floors stay.
   */
  beginEpoch(bucket: string, begun: { epoch: string; feed: string; since: number }): Promise<BucketItem>;
  /**
   * Max-merges a floor. Floors older than `pruneBefore` may be removed; too many floors collapse into one of the
   * whole bucket.
   */
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
   * Eventual. Chunks from the one that starts nearest at or before `from`, ascending, at most `limit` of them.
   */
  readChunks(scope: Scope, request: { from: Position; limit: number }): Promise<ChunkPage>;
  /** Strong. Records in the range, ascending, at most `limit` of them. */
  readRecords(scope: Scope, request: NameRange & { limit: number }): Promise<RecordPage>;
  /** Strong. */
  readRecord(scope: Scope, name: string): Promise<StoredRecord | undefined>;

  /**
   * Writes the chunk unless one with the same start and a later or equal observedAt is there. Here and below, what
   * was observed after `latestAt` (the latest time that any right clock shows) was stamped by a wrong one, and counts
   * as absent.
   */
  writeChunk(scope: Scope, chunk: Chunk, latestAt: number): Promise<'written' | 'superseded'>;
  /** Deletes the chunk that starts there unless its observedAt is at or after `observedBefore`. */
  deleteChunk(
    scope: Scope,
    span: Pick<NameRange, 'after'>,
    times: { observedBefore: number; latestAt: number },
  ): Promise<void>;
  /** Max-merges one observation (by observedAt) into the name's record; marks there stay. */
  writeObservation(scope: Scope, name: string, observation: Observation, latestAt: number): Promise<void>;
  /** Max-merges marks into the name's record; `keepUntil` is the mark's expiry (I6). */
  writeMarks(scope: Scope, name: string, marks: Marks, keepUntil: number): Promise<void>;

  /** Can this name have a record and start a chunk? False for the few names no sort key can hold. */
  canHold(name: string): boolean;
}
