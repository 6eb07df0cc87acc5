/**
 * The table that holds the index. Every method of an adapter may be called concurrently, by any number of instances.
 * Times are epoch ms. To max-merge a value means to store it only if it is later than the stored one.
 */
import type { BucketItem } from '../model/bucket-item.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import type { Directory } from '../model/names.ts';
import type { NameRange, Position, RangeEnd } from '../model/range.ts';
import type { Marks, Observation, StoredRecord } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';

/** Thrown by every method of IndexTable when the table did not answer (down, too slow, throttled, access denied). */
export class IndexUnavailable extends Error {
  override name = 'IndexUnavailable';
}

/** The table answered, but an item is unreadable: it is damaged, or another version wrote it. */
export class ItemUnreadable extends IndexUnavailable {
  override name = 'ItemUnreadable';
}

export interface ChunkRequest {
  from: Position;
  /** End of the range that begins at `from`. If absent, the range has no end. */
  through?: RangeEnd;
  limit: number;
}

export interface ChunkPage {
  /** In ascending order of `after`. Items that cannot be parsed are counted and left out. */
  chunks: Chunk[];
  /** True when more chunks may follow the last one returned. */
  more: boolean;
}

export interface RecordPage {
  /** In ascending order of their names. */
  records: StoredRecord[];
  /**
   * END if every record of the requested range was read. Otherwise the last name up to which all records are known.
   */
  knownThrough: RangeEnd;
}

export interface EpochToBegin {
  proposal: string;
  epoch: string;
  feed: string;
  /** When the epoch begins, by this instance's clock, epoch ms. */
  since: number;
}

/** `begun`: the bucket already has an epoch under this feed, which may have been begun by another instance. */
export type EpochProposed =
  | { outcome: 'begun'; item: BucketItem }
  /** The stored proposal, which may be that of another instance. */
  | { outcome: 'proposed'; proposal: string };

/** `lost`: the proposal is gone, and the bucket has no epoch under this feed. An epoch must be proposed again. */
export type EpochBegun = { outcome: 'begun'; item: BucketItem } | { outcome: 'lost' };

export interface IndexTable {
  /** Strongly consistent. */
  readBucket(bucket: string): Promise<BucketItem | undefined>;
  /**
   * The first step of beginning an epoch: stores this proposal, unless the bucket has an epoch under this feed or
   * another proposal. Returns the epoch or proposal that is then stored.
   */
  proposeEpoch(bucket: string, proposed: { proposal: string; feed: string }): Promise<EpochProposed>;
  /**
   * The second step: replaces this proposal by the epoch, unless the bucket has an epoch under this feed. Floors are
   * kept. A single late request of either step never restores an epoch that was begun before.
   */
  beginEpoch(bucket: string, begun: EpochToBegin): Promise<EpochBegun>;
  /**
   * Max-merges a floor. Floors from before `pruneBefore` may be removed. If there are too many floors, they are
   * merged into one of the whole bucket.
   */
  raiseFloor(bucket: string, prefix: string, at: number, pruneBefore: number): Promise<void>;

  /** Strongly consistent. `undefined` when there is no item. */
  readHead(directory: Directory): Promise<DirectoryHead | undefined>;
  /** Strongly consistent, in batches. Returns the heads in the given order. */
  readHeads(directories: Directory[]): Promise<(DirectoryHead | undefined)[]>;
  /**
   * Max-merges the watch to `until`, unless it already lasts until `atLeast`. Returns the stored head. With
   * `countMiss`, the same write counts one miss.
   */
  extendWatch(
    directory: Directory,
    watch: { until: number; atLeast: number; now: number; countMiss?: boolean },
  ): Promise<DirectoryHead>;
  /** Like extendWatch, but for the watch of the tree with this root. */
  extendTreeWatch(
    directory: Directory,
    root: string,
    watch: { until: number; atLeast: number },
  ): Promise<DirectoryHead>;
  /** Like extendWatch, but for the watch on the directory and all directories below it. */
  extendBelowWatch(directory: Directory, watch: { until: number; atLeast: number }): Promise<DirectoryHead>;
  /**
   * Like extendWatch, and also takes the fill lease until `leaseUntil`, if nobody holds it at `now`. `acquired` says
   * whether this call took the lease. If not, the watch may be unchanged.
   */
  acquireFill(
    directory: Directory,
    request: { until: number; now: number; leaseUntil: number },
  ): Promise<{ acquired: boolean; head: DirectoryHead }>;
  /**
   * Ends a lease that this instance took, if the stored lease is still the one until `leaseUntil`. Resets the count
   * of misses.
   */
  releaseFill(directory: Directory, leaseUntil: number): Promise<void>;

  /**
   * Eventually consistent. Returns at most `limit` chunks, ascending. The first is the last one that starts at or
   * before `from`; the others start up to and including `through`.
   */
  readChunks(scope: Scope, request: ChunkRequest): Promise<ChunkPage>;
  /** Strongly consistent. Returns at most `limit` records of the range, ascending. */
  readRecords(scope: Scope, request: NameRange & { limit: number }): Promise<RecordPage>;
  /** Strongly consistent. */
  readRecord(scope: Scope, name: string): Promise<StoredRecord | undefined>;

  /**
   * Writes the chunk, unless a stored chunk has the same start and the same or a later observedAt. Here and below,
   * `latestAt` is the latest time that any correct clock shows. A stored observation with a later time was made by a
   * wrong clock and counts as absent.
   */
  writeChunk(scope: Scope, chunk: Chunk, latestAt: number): Promise<'written' | 'superseded'>;
  /**
   * Replaces the chunk that ended at `from` by a shorter chunk of the same observation. Has no effect if another
   * observation or another range is stored.
   */
  shortenChunk(scope: Scope, chunk: Chunk, from: RangeEnd): Promise<void>;
  /** Deletes the chunk that starts at `after`, unless its observedAt is at or after `observedBefore`. */
  deleteChunk(
    scope: Scope,
    span: Pick<NameRange, 'after'>,
    times: { observedBefore: number; latestAt: number },
  ): Promise<void>;
  /** Max-merges an observation, by observedAt, into the name's record. The record's marks are kept. */
  writeObservation(scope: Scope, name: string, observation: Observation, latestAt: number): Promise<void>;
  /** Max-merges marks into the name's record. `keepUntil`: how long they must be kept (I6). */
  writeMarks(scope: Scope, name: string, marks: Marks, keepUntil: number): Promise<void>;

  /**
   * True if this name can have a record, and a chunk can start at it. False for the few names that no sort key can
   * hold.
   */
  canHold(name: string): boolean;
}
