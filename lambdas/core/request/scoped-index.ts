/** The index of one scope, within one question. Every call returns `undefined` when the index is not usable. */
import type { Chunk } from '../model/chunk.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { pruneFloorsBefore } from '../model/life.ts';
import { type Directory, directoryId } from '../model/names.ts';
import { justBelow, type NameRange, type Position, type RangeEnd } from '../model/range.ts';
import type { Observation, StoredRecord } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';
import { isKeptInTree } from '../model/tree.ts';
import type { ChunkPage, ChunkRequest, IndexTable, RecordPage } from '../ports/index-table.ts';
import type { IndexGate } from './index-gate.ts';
import type { ReadContext } from './read-context.ts';
import type { RememberedWatch, RememberedWatches, WatchedPlace } from './remembered-watches.ts';
import type { RequestPolicy } from './request-policy.ts';

export class ScopedIndex {
  readonly #table: IndexTable;
  readonly #watches: RememberedWatches;
  readonly #gate: IndexGate;
  readonly #policy: RequestPolicy;
  readonly #scope: Scope;
  /** The directory whose head has the watch. */
  readonly #watched: Directory;

  constructor(question: ReadContext, { scope, below }: { scope: Scope; below: string }) {
    this.#table = question.instance.table;
    this.#watches = question.instance.watches;
    this.#gate = question.index;
    this.#policy = question.policy;
    this.#scope = scope;
    this.#watched = { bucket: scope.bucket, prefix: scope.prefix + below };
  }

  get bypassed(): boolean {
    return this.#gate.bypassed !== undefined;
  }

  readChunks(request: ChunkRequest): Promise<ChunkPage | undefined> {
    return this.#gate.runBeside(() => this.#table.readChunks(this.#scope, request));
  }

  /** Like readChunks, but if the table fails, the question continues to use the index. */
  glanceAtChunks(request: ChunkRequest): Promise<ChunkPage | undefined> {
    return this.#gate.glance(() => this.#table.readChunks(this.#scope, request));
  }

  readRecords(request: NameRange & { limit: number }): Promise<RecordPage | undefined> {
    return this.#gate.runBeside(() => this.#table.readRecords(this.#scope, request));
  }

  readRecord(name: string): Promise<{ record: StoredRecord | undefined } | undefined> {
    return this.#gate.runBeside(async () => ({ record: await this.#table.readRecord(this.#scope, name) }));
  }

  /**
   * Reads the record of a name and the chunk nearest to it, for an answer that does not need them. Returns
   * `undefined` when they cannot be read.
   */
  glanceAt(
    name: string,
  ): Promise<{ record: StoredRecord | undefined; chunks: readonly Chunk[] } | undefined> {
    return this.#gate.glance(async () => {
      const [record, { chunks }] = await Promise.all([
        this.#table.readRecord(this.#scope, name),
        this.#table.readChunks(this.#scope, { from: justBelow(name), limit: 1 }),
      ]);
      return { record, chunks };
    });
  }

  readHead(): Promise<{ head: DirectoryHead | undefined } | undefined> {
    return this.#gate.run(async () => {
      const head = await this.#table.readHead(this.#watched);
      return { head: head && this.#ofScope(head) };
    });
  }

  extendWatch(watch: Parameters<IndexTable['extendWatch']>[1]): Promise<DirectoryHead | undefined> {
    const { prefix: root, kind } = this.#scope;
    return this.#gate.run(async () =>
      this.#ofScope(
        kind === 'tree'
          ? await this.#table.extendTreeWatch(this.#watched, root, watch)
          : await this.#table.extendWatch(this.#watched, watch),
      ),
    );
  }

  /** Extends the watch on everything below the directory, and remembers it. */
  async extendBelowWatch(watch: { until: number; atLeast: number }): Promise<number | undefined> {
    const { epoch } = this.#policy;
    const place: WatchedPlace = { epoch, id: `below ${directoryId(this.#watched)}` };
    const remembered = this.#gate.bypassed ? undefined : this.#watches.get(place);
    if (remembered && remembered.until >= watch.atLeast) return remembered.until;
    return this.#gate.run(async () => {
      const { watchedBelowUntil = 0 } = await this.#table.extendBelowWatch(this.#watched, watch);
      this.#watches.note({ ...place, epoch: this.#policy.epoch }, { until: watchedBelowUntil, misses: 0 });
      return watchedBelowUntil;
    });
  }

  /** The watch that this instance last saw in this epoch. */
  get rememberedWatch(): RememberedWatch | undefined {
    return this.#gate.bypassed ? undefined : this.#watches.get(this.#place);
  }

  get #place(): WatchedPlace {
    const { prefix: root, kind } = this.#scope;
    const tree = kind === 'tree' ? `${root.length} ` : '';
    return { epoch: this.#policy.epoch, id: tree + directoryId(this.#watched) };
  }

  /** Returns the head with this scope's watch in the place of the directory's own, and remembers the watch. */
  #ofScope(head: DirectoryHead): DirectoryHead {
    const { prefix: root, kind } = this.#scope;
    const watchedUntil = kind === 'tree' ? (head.treesWatchedUntil?.get(root) ?? 0) : head.watchedUntil;
    this.#watches.note(this.#place, { until: watchedUntil, misses: head.misses });
    return { ...head, watchedUntil };
  }

  acquireFill(
    request: Parameters<IndexTable['acquireFill']>[1],
  ): Promise<{ acquired: boolean; head: DirectoryHead } | undefined> {
    return this.#gate.run(async () => {
      const { acquired, head } = await this.#table.acquireFill(this.#watched, request);
      return { acquired, head: this.#ofScope(head) };
    });
  }

  async releaseFill(leaseUntil: number): Promise<void> {
    await this.#gate.run(() => this.#table.releaseFill(this.#watched, leaseUntil));
    this.#watches.note(this.#place, { until: 0, misses: 0 });
  }

  writeChunk(chunk: Chunk): Promise<'written' | 'superseded' | undefined> {
    return this.#gate.run(() => this.#table.writeChunk(this.#scope, chunk, this.#policy.latestAt));
  }

  /** Like writeChunk, but if the table fails, the question continues to use the index. */
  offerChunk(chunk: Chunk): Promise<'written' | 'superseded' | undefined> {
    return this.#gate.offer(() => this.#table.writeChunk(this.#scope, chunk, this.#policy.latestAt));
  }

  shortenChunk(chunk: Chunk, from: RangeEnd): Promise<'done' | undefined> {
    return this.#gate.run(() => done(this.#table.shortenChunk(this.#scope, chunk, from)));
  }

  /** Deletes the chunk that starts at `after`, unless its observedAt is at or after `observedBefore`. */
  deleteChunk(after: Position, observedBefore: number): Promise<'done' | undefined> {
    return this.#gate.run(() => this.#delete(after, observedBefore));
  }

  /** Like deleteChunk, but if the table fails, the question continues to use the index. */
  offerDelete(after: Position, observedBefore: number): Promise<'done' | undefined> {
    return this.#gate.offer(() => this.#delete(after, observedBefore));
  }

  #delete(after: Position, observedBefore: number): Promise<'done'> {
    const times = { observedBefore, latestAt: this.#policy.latestAt };
    return done(this.#table.deleteChunk(this.#scope, { after }, times));
  }

  /** Voids everything that was observed in the scope and below it, up to and including the time `at`. */
  raiseFloor(at: number): Promise<'done' | undefined> {
    const { bucket, prefix } = this.#scope;
    return this.#gate.run(() => done(this.#table.raiseFloor(bucket, prefix, at, pruneFloorsBefore(at))));
  }

  writeObservation(name: string, observation: Observation): Promise<'done' | undefined> {
    const { latestAt } = this.#policy;
    return this.#gate.run(() => done(this.#table.writeObservation(this.#scope, name, observation, latestAt)));
  }

  /** Makes the question bypass the index if this name cannot have a record or be the start of a chunk. */
  requireHolds(name: string): void {
    if (!this.canHold(name)) this.#gate.bypass('unrepresentable');
  }

  canHold(name: string): boolean {
    return this.#table.canHold(name) && (this.#scope.kind !== 'tree' || isKeptInTree(name));
  }

  /** True if a stored range can start or end there. */
  canHoldEnd(end: Position | RangeEnd): boolean {
    return typeof end !== 'string' || this.#table.canHold(end);
  }
}

async function done(work: Promise<void>): Promise<'done'> {
  await work;
  return 'done';
}
