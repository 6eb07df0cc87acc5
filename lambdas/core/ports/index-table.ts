/**
 * The table that holds the index. Every method of an adapter may be called concurrently, on any number of instances.
 * Times are epoch ms.
 */
import type { BucketItem } from '../model/bucket-item.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import type { Directory } from '../model/names.ts';
import type { NameRange, Position, RangeEnd } from '../model/range.ts';
import type { Marks, Observation, StoredRecord } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';

/** Thrown by every IndexTable method when the table did not answer (down, too slow, throttled, access denied). */
export class IndexUnavailable extends Error {
  override name = 'IndexUnavailable';
}

/** The table answered, but this item is unreadable: it is damaged, or another version wrote it. */
export class ItemUnreadable extends IndexUnavailable {
  override name = 'ItemUnreadable';
}

export interface ChunkRequest {
  from: Position;
  /** After `from`. Absent: to the end. */
  through?: RangeEnd;
  limit: number;
}

export interface ChunkPage {
  /** Ascending by `after`. The adapter leaves out and counts items that cannot be parsed. */
  chunks: Chunk[];
  /** True when more chunks may follow the last one returned. */
  more: boolean;
}

export interface RecordPage {
  /** Ascending by name. */
  records: StoredRecord[];
  /** END: every record of the requested range was read. Otherwise, nothing is known about records after this name. */
  knownThrough: RangeEnd;
}

export interface EpochToBegin {
  proposal: string;
  epoch: string;
  feed: string;
  /** The time by this instance's clock, epoch ms. */
  since: number;
}

/** `begun`: the bucket has an epoch under the feed, which may be another instance's. */
export type EpochProposed =
  | { outcome: 'begun'; item: BucketItem }
  /** The proposal that is stored, which may be another instance's. */
  | { outcome: 'proposed'; proposal: string };

/** `lost`: the proposal is gone, and the bucket has no epoch under the feed. It must be proposed again. */
export type EpochBegun = { outcome: 'begun'; item: BucketItem } | { outcome: 'lost' };

export interface IndexTable {
  /** Strongly consistent. */
  readBucket(bucket: string): Promise<BucketItem | undefined>;
  /**
   * The first step to a new epoch: stores this proposal, unless the bucket has an epoch under this feed or another
   * proposal. Returns what is stored then.
   */
  proposeEpoch(bucket: string, proposed: { proposal: string; feed: string }): Promise<EpochProposed>;
  /**
   * The second step: replaces this proposal by the epoch, unless the bucket has an epoch under this feed. Floors are
   * kept. One late request of either step never brings back an epoch that was begun before.
   */
  beginEpoch(bucket: string, begun: EpochToBegin): Promise<EpochBegun>;
  /**
   * Max-merges a floor. Floors older than `pruneBefore` may be removed; too many floors are merged into one of the
   * whole bucket.
   */
  raiseFloor(bucket: string, prefix: string, at: number, pruneBefore: number): Promise<void>;

  /** Strongly consistent. `undefined` when there is no item. */
  readHead(directory: Directory): Promise<DirectoryHead | undefined>;
  /** Strongly consistent, in batches. Returns the heads in the given order. */
  readHeads(directories: Directory[]): Promise<(DirectoryHead | undefined)[]>;
  /**
   * Max-merges the watch to `until`, unless it already reaches `atLeast`. Returns the stored head.
   * With `countMiss`, the same write counts one miss.
   */
  extendWatch(
    directory: Directory,
    watch: { until: number; atLeast: number; now: number; countMiss?: boolean },
  ): Promise<DirectoryHead>;
  /** Like extendWatch, for the tree of this root. */
  extendTreeWatch(
    directory: Directory,
    root: string,
    watch: { until: number; atLeast: number },
  ): Promise<DirectoryHead>;
  /** Like extendWatch, for the directory and all directories below it. */
  extendBelowWatch(directory: Directory, watch: { until: number; atLeast: number }): Promise<DirectoryHead>;
  /**
   * Like extendWatch, and takes the fill lease until `leaseUntil` if nobody holds it at `now`.
   * `acquired` says whether this call took it. If not, the watch may be unchanged.
   */
  acquireFill(
    directory: Directory,
    request: { until: number; now: number; leaseUntil: number },
  ): Promise<{ acquired: boolean; head: DirectoryHead }>;
  /**
   * Ends a lease that this instance took (if `leaseUntil` is still the stored value), and resets the count of misses.
   */
  releaseFill(directory: Directory, leaseUntil: number): Promise<void>;

  /**
   * Eventually consistent. At most `limit` chunks, ascending, from the one that starts nearest at or before `from`, up
   * to the last one that starts at or before `through`.
   */
  readChunks(scope: Scope, request: ChunkRequest): Promise<ChunkPage>;
  /** Strongly consistent. At most `limit` records of the range, ascending. */
  readRecords(scope: Scope, request: NameRange & { limit: number }): Promise<RecordPage>;
  /** Strongly consistent. */
  readRecord(scope: Scope, name: string): Promise<StoredRecord | undefined>;

  /**
   * Writes the chunk, unless a stored one has the same start and a later or equal observedAt. Here and below, an
   * observation from after `latestAt` (the latest time that any right clock shows) was made by a wrong clock, and
   * counts as absent.
   */
  writeChunk(scope: Scope, chunk: Chunk, latestAt: number): Promise<'written' | 'superseded'>;
  /**
   * Writes a shorter chunk of the same observation over the chunk that ended at `from`. Has no effect if another
   * observation or another range stands there.
   */
  shortenChunk(scope: Scope, chunk: Chunk, from: RangeEnd): Promise<void>;
  /** Deletes the chunk that starts there, unless its observedAt is at or after `observedBefore`. */
  deleteChunk(
    scope: Scope,
    span: Pick<NameRange, 'after'>,
    times: { observedBefore: number; latestAt: number },
  ): Promise<void>;
  /** Max-merges an observation (by observedAt) into the name's record. Its marks are kept. */
  writeObservation(scope: Scope, name: string, observation: Observation, latestAt: number): Promise<void>;
  /** Max-merges marks into the name's record. `keepUntil` is their expiry (I6). */
  writeMarks(scope: Scope, name: string, marks: Marks, keepUntil: number): Promise<void>;

  /** Can this name have a record, and can a chunk start at it? False for the few names that no sort key can hold. */
  canHold(name: string): boolean;
}
