/**
 * The index table as seen by an instance: calls may be slow, fail before or after their effect, and read old data.
 */

import { MISS_WINDOW_MS } from '../../lambdas/adapters/dynamodb/bounds.ts';
import { canHold } from '../../lambdas/adapters/dynamodb/sort-key.ts';
import type { BucketItem } from '../../lambdas/core/model/bucket-item.ts';
import type { Chunk } from '../../lambdas/core/model/chunk.ts';
import type { DirectoryHead } from '../../lambdas/core/model/directory-head.ts';
import type { Directory } from '../../lambdas/core/model/names.ts';
import { END, isWithin, type NameRange, type RangeEnd, START } from '../../lambdas/core/model/range.ts';
import type { Marks, Observation, StoredRecord } from '../../lambdas/core/model/record.ts';
import type { Scope } from '../../lambdas/core/model/scope.ts';
import type {
  ChunkPage,
  ChunkRequest,
  EpochBegun,
  EpochProposed,
  EpochToBegin,
  IndexTable,
  RecordPage,
} from '../../lambdas/core/ports/index-table.ts';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { Faults } from './faults.ts';
import type { IndexItems } from './index-items.ts';
import type { Failing, Instance } from './instance.ts';
import type { Prng } from './prng.ts';
import { byBytes } from './s3-history.ts';
import { byStart, type TableItems } from './table-items.ts';

export const FAILING: Failing = {
  before: 'indexFailsBefore',
  after: 'indexFailsAfter',
  error: () => new IndexUnavailable('ProvisionedThroughputExceededException'),
};
export const FAILING_WRITE: Failing = { ...FAILING, writes: true };
const NO_HEAD: DirectoryHead = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };
/**
 * In some seeds, the table cannot hold names that begin below this character. Names that are really too long for a
 * table are rare.
 */
const FIRST_HELD = '\u0003';
const SLOW_MARKS_MS = [10, 20, 40, 80];

export class SimulatedTable implements IndexTable {
  /** The number of observations that were written. */
  kept = 0;
  private readonly index: IndexItems;
  private readonly instance: Instance;
  private readonly faults: Faults;
  private readonly prng: Prng;

  constructor(index: IndexItems, instance: Instance, faults: Faults, prng: Prng) {
    this.index = index;
    this.instance = instance;
    this.faults = faults;
    this.prng = prng;
  }

  readBucket(bucket: string): Promise<BucketItem | undefined> {
    return this.call('readBucket', { bucket }, () => bucketItem(this.index.of(bucket)));
  }

  proposeEpoch(bucket: string, proposed: { proposal: string; feed: string }): Promise<EpochProposed> {
    const items = this.index.of(bucket);
    return this.call('proposeEpoch', { bucket, ...proposed }, () => {
      const item = bucketItem(items);
      if (item?.feed === proposed.feed) return { outcome: 'begun', item };
      items.proposal ??= proposed.proposal;
      return { outcome: 'proposed', proposal: items.proposal };
    });
  }

  beginEpoch(bucket: string, begun: EpochToBegin): Promise<EpochBegun> {
    const items = this.index.of(bucket);
    return this.call('beginEpoch', { bucket, ...begun }, () => {
      const { proposal, ...epoch } = begun;
      if (items.proposal === proposal && items.bucket.feed !== begun.feed) {
        items.bucket = { ...items.bucket, ...epoch };
        items.proposal = undefined;
      }
      const item = bucketItem(items);
      return item?.feed === begun.feed ? { outcome: 'begun', item } : { outcome: 'lost' };
    });
  }

  raiseFloor(bucket: string, prefix: string, at: number, pruneBefore: number): Promise<void> {
    const items = this.index.of(bucket);
    return this.call('raiseFloor', { bucket, prefix, at, pruneBefore }, () => {
      const { floors } = items.bucket;
      const kept = new Map([...floors].filter(([, time]) => time >= pruneBefore));
      kept.set(prefix, Math.max(at, floors.get(prefix) ?? 0));
      items.bucket = { ...items.bucket, floors: kept };
    });
  }

  readHead(directory: Directory): Promise<DirectoryHead | undefined> {
    return this.call('readHead', directory, () => this.headOf(directory));
  }

  readHeads(directories: Directory[]): Promise<(DirectoryHead | undefined)[]> {
    return this.call('readHeads', directories, () => directories.map((directory) => this.headOf(directory)));
  }

  extendWatch(
    directory: Directory,
    watch: { until: number; atLeast: number; now: number; countMiss?: boolean },
  ): Promise<DirectoryHead> {
    return this.call('extendWatch', { ...directory, ...watch }, () => {
      const old = this.headOf(directory) ?? NO_HEAD;
      const watchedUntil =
        old.watchedUntil >= watch.atLeast ? old.watchedUntil : Math.max(old.watchedUntil, watch.until);
      const goesOn = old.missesSince > watch.now - MISS_WINDOW_MS;
      const counted = watch.countMiss && {
        misses: goesOn ? old.misses + 1 : 1,
        missesSince: goesOn ? old.missesSince : watch.now,
      };
      return this.putHead(directory, { ...old, watchedUntil, ...counted });
    });
  }

  extendTreeWatch(
    directory: Directory,
    root: string,
    watch: { until: number; atLeast: number },
  ): Promise<DirectoryHead> {
    return this.call('extendTreeWatch', { ...directory, root, ...watch }, () => {
      const old = this.headOf(directory) ?? NO_HEAD;
      const standing = old.treesWatchedUntil?.get(root) ?? 0;
      const until = standing >= watch.atLeast ? standing : Math.max(standing, watch.until);
      this.ends(until);
      return this.putHead(directory, {
        ...old,
        treesWatchedUntil: new Map(old.treesWatchedUntil).set(root, until),
      });
    });
  }

  extendBelowWatch(directory: Directory, watch: { until: number; atLeast: number }): Promise<DirectoryHead> {
    return this.call('extendBelowWatch', { ...directory, ...watch }, () => {
      const old = this.headOf(directory) ?? NO_HEAD;
      const standing = old.watchedBelowUntil ?? 0;
      const until = standing >= watch.atLeast ? standing : Math.max(standing, watch.until);
      this.ends(until);
      return this.putHead(directory, { ...old, watchedBelowUntil: until });
    });
  }

  acquireFill(
    directory: Directory,
    request: { until: number; now: number; leaseUntil: number },
  ): Promise<{ acquired: boolean; head: DirectoryHead }> {
    return this.call('acquireFill', { ...directory, ...request }, () => {
      const old = this.headOf(directory) ?? NO_HEAD;
      if (old.leaseUntil > request.now) return { acquired: false, head: old };
      const watchedUntil = Math.max(old.watchedUntil, request.until);
      return {
        acquired: true,
        head: this.putHead(directory, { ...old, watchedUntil, leaseUntil: request.leaseUntil }),
      };
    });
  }

  releaseFill(directory: Directory, leaseUntil: number): Promise<void> {
    return this.call('releaseFill', { ...directory, leaseUntil }, () => {
      const old = this.headOf(directory);
      if (old?.leaseUntil === leaseUntil)
        this.putHead(directory, { ...old, leaseUntil: 0, misses: 0, missesSince: 0 });
    });
  }

  readChunks(scope: Scope, request: ChunkRequest): Promise<ChunkPage> {
    return this.call('readChunks', { bucket: scope.bucket, prefix: idOf(scope), ...request }, () => {
      const seen = this.index
        .of(scope.bucket)
        .chunksSeen(idOf(scope), () => this.faults.strikes('oldItemRead'), this.prng);
      const first = seen.findLastIndex((chunk) => byStart(chunk.after, request.from) <= 0);
      const { through = END } = request;
      const rest = seen
        .slice(Math.max(0, first))
        .filter(({ after }) => after === START || isWithin(after, through));
      const chunks = rest.slice(0, this.shorter(request.limit));
      const torn = chunks.map((chunk) => (this.faults.strikes('tornBody') ? this.tear(chunk) : chunk));
      return { chunks: torn, more: chunks.length < rest.length };
    });
  }

  readRecords(scope: Scope, request: NameRange & { limit: number }): Promise<RecordPage> {
    return this.call('readRecords', { bucket: scope.bucket, prefix: idOf(scope), ...request }, () => {
      const names = [...(this.index.of(scope.bucket).records.get(idOf(scope))?.keys() ?? [])]
        .filter((name) => byStart(name, request.after) > 0)
        .filter((name) => request.through === END || byBytes(name, request.through) <= 0)
        .sort(byBytes);
      const page = names.slice(0, this.shorter(request.limit));
      const records = page.map((name) => this.index.of(scope.bucket).record(idOf(scope), name)!);
      return { records, knownThrough: page.length < names.length ? page.at(-1)! : END };
    });
  }

  readRecord(scope: Scope, name: string): Promise<StoredRecord | undefined> {
    return this.call('readRecord', { bucket: scope.bucket, prefix: idOf(scope), name }, () =>
      this.index.of(scope.bucket).record(idOf(scope), name),
    );
  }

  writeChunk(scope: Scope, chunk: Chunk, latestAt: number): Promise<'written' | 'superseded'> {
    this.kept += 1;
    return this.call('writeChunk', { bucket: scope.bucket, prefix: idOf(scope), ...chunk }, () => {
      const old = this.index.of(scope.bucket).chunkStates(idOf(scope)).get(chunk.after)?.at(-1);
      if (old && isNotBefore(old, chunk.observedAt, latestAt)) return 'superseded';
      this.index.of(scope.bucket).putChunk(idOf(scope), chunk, chunk.after);
      this.ends(chunk.endsAt);
      return 'written';
    });
  }

  shortenChunk(scope: Scope, chunk: Chunk, from: RangeEnd): Promise<void> {
    return this.call('shortenChunk', { bucket: scope.bucket, prefix: idOf(scope), ...chunk, from }, () => {
      const old = this.index.of(scope.bucket).chunkStates(idOf(scope)).get(chunk.after)?.at(-1);
      if (old?.observedAt !== chunk.observedAt || old.epoch !== chunk.epoch || old.through !== from) return;
      this.index.of(scope.bucket).putChunk(idOf(scope), chunk, chunk.after);
      this.ends(chunk.endsAt);
    });
  }

  deleteChunk(
    scope: Scope,
    { after }: Pick<NameRange, 'after'>,
    { observedBefore, latestAt }: { observedBefore: number; latestAt: number },
  ): Promise<void> {
    return this.call(
      'deleteChunk',
      { bucket: scope.bucket, prefix: idOf(scope), after, observedBefore },
      () => {
        const old = this.index.of(scope.bucket).chunkStates(idOf(scope)).get(after)?.at(-1);
        if (old && !isNotBefore(old, observedBefore, latestAt))
          this.index.of(scope.bucket).putChunk(idOf(scope), undefined, after);
      },
    );
  }

  writeObservation(scope: Scope, name: string, observation: Observation, latestAt: number): Promise<void> {
    this.kept += 1;
    return this.call(
      'writeObservation',
      { bucket: scope.bucket, prefix: idOf(scope), name, ...observation },
      () => {
        const item = this.index.of(scope.bucket).recordItem(idOf(scope), name);
        const old = item.observation;
        if (!old || !isNotBefore(old, observation.observedAt, latestAt)) item.observation = observation;
        this.ends(observation.endsAt);
      },
    );
  }

  async writeMarks(scope: Scope, name: string, marks: Marks, keepUntil: number): Promise<void> {
    // Slow marks among fast calls cause races between events.
    if (this.faults.strikes('slowMark')) await this.instance.dawdle(this.prng.pick(SLOW_MARKS_MS));
    return this.call(
      'writeMarks',
      { bucket: scope.bucket, prefix: idOf(scope), name, ...marks, keepUntil },
      () => {
        const item = this.index.of(scope.bucket).recordItem(idOf(scope), name);
        for (const kind of ['appearedAt', 'vanishedAt'] as const)
          if (marks[kind] !== undefined) item.marks[kind] = Math.max(marks[kind], item.marks[kind] ?? 0);
        item.marksUntil = Math.max(item.marksUntil, keepUntil);
        this.ends(keepUntil);
      },
    );
  }

  canHold(name: string): boolean {
    return this.index.holdsAll ? canHold(name) : name === '' || name >= FIRST_HELD;
  }

  private call<T>(what: string, asked: unknown, effect: () => T): Promise<T> {
    return this.instance.call(what, asked, effect, what.startsWith('read') ? FAILING : FAILING_WRITE);
  }

  private headOf({ bucket, prefix }: Directory): DirectoryHead | undefined {
    return this.index.of(bucket).heads.get(prefix);
  }

  private putHead({ bucket, prefix }: Directory, head: DirectoryHead): DirectoryHead {
    this.index.of(bucket).heads.set(prefix, head);
    this.ends(head.watchedUntil);
    return head;
  }

  /** Records when an item ends, which is when DynamoDB's TTL may delete it. */
  private ends(atMs: number): void {
    this.index.ends.push(atMs);
    if (this.faults.strikes('expiredAtOnce'))
      this.instance.whenTimeIs(atMs + 1, () => this.index.expire(atMs + 1));
  }

  private shorter(limit: number): number {
    return this.faults.strikes('shortPage') ? this.prng.int(1, Math.min(limit, 3)) : limit;
  }

  private tear(chunk: Chunk): Chunk {
    return { ...chunk, body: chunk.body.subarray(0, this.prng.int(0, Math.max(0, chunk.body.length - 1))) };
  }
}

function bucketItem({ bucket }: TableItems): BucketItem | undefined {
  const { epoch, ...item } = bucket;
  return epoch === undefined ? undefined : { epoch, ...item };
}

/**
 * Directories are stored under their prefix. Trees and digests are stored under a leading zero character, with which
 * no prefix begins.
 */
function idOf({ kind = 'directory', prefix }: Scope): string {
  return kind === 'directory' ? prefix : `\0${kind}#${prefix}`;
}

/** An item counts as absent if its time is in the future by every correct clock. */
function isNotBefore({ observedAt }: { observedAt: number }, time: number, latestAt: number): boolean {
  return observedAt >= time && observedAt <= latestAt;
}
