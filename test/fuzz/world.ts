/**
 * The code of both functions with adapters in memory (S3, the table, the HTTP chain, the consumer), with a clock that
 * the fuzzer sets.
 */
import { createDecodedCache } from '../../lambdas/adapters/decoded-cache.ts';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import type { Change, ChangeApplier } from '../../lambdas/core/model/change.ts';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import { type IndexTable, IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../lambdas/core/ports/telemetry.ts';
import type { Reader } from '../../lambdas/core/questions/reader.ts';
import { createReader } from '../../lambdas/core/reader.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { createMemoryStore, type MemoryObject } from '../support/memory/store.ts';
import { createMemoryTable } from '../support/memory/table.ts';

export const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 22, 9, 30);
/** The default settings. */
const CLOCK_MARGIN_MS = 100;
export const REQUEST_BUDGET_MS = 20_000;

const served = (name: string, over: Partial<ServedBucket> = {}): ServedBucket => ({
  name,
  events: 's3',
  prefixes: [],
  listLifeMs: HOUR_MS,
  statLifeMs: HOUR_MS,
  tree: { roots: [''], lifeMs: HOUR_MS },
  ...over,
});

/** `still` has no events and never changes; `gone` is served, but S3 has no such bucket. */
export const BUCKETS: readonly ServedBucket[] = [
  served('live'),
  served('still', { events: 'none' }),
  served('partly', { prefixes: ['a/', 'é/b/'] }),
  served('never', { listLifeMs: 0, statLifeMs: 0, tree: { roots: [''], lifeMs: 0 } }),
  served('gone'),
];
const CHANGING = ['live', 'partly', 'never'];
const ALL = [...CHANGING, 'still'];

export class World {
  nowMs = START_MS;
  readonly counts: Partial<Record<Counter, number>> = {};
  readonly store = createMemoryStore();
  readonly table: IndexTable;
  readonly reader: Reader;
  readonly applier: ChangeApplier;
  readonly clock = { now: () => this.nowMs };
  readonly waiter = {
    wait: async (ms: number) => {
      this.nowMs += ms;
    },
  };
  readonly telemetry = {
    count: (counter: Counter, by = 1) => {
      this.counts[counter] = (this.counts[counter] ?? 0) + by;
    },
  };
  /** The true state of S3, by bucket. */
  readonly #objects = new Map<string, Map<string, MemoryObject>>();

  /** `wrap` may make calls of the table fail. */
  constructor(keys: readonly string[], wrap: (table: IndexTable) => IndexTable = (table) => table) {
    this.table = wrap(createMemoryTable());
    for (const bucket of ALL) {
      this.store.createBucket(bucket);
      this.#objects.set(bucket, new Map());
    }
    for (const key of keys) this.#put(ALL, key);
    this.reader = this.newReader();
    this.applier = this.#newApplier();
  }

  #newApplier(): ChangeApplier {
    return createChangeApplier({
      table: this.table,
      clock: this.clock,
      waiter: this.waiter,
      telemetry: this.telemetry,
      settings: { clockMarginMs: CLOCK_MARGIN_MS },
    });
  }

  newReader(table = this.table): Reader {
    let ids = 0;
    return createReader({
      table,
      store: this.store,
      clock: this.clock,
      waiter: this.waiter,
      random: { id: () => `id-${ids++}` },
      telemetry: this.telemetry,
      decoded: createDecodedCache(1_000_000),
      settings: { clockMarginMs: CLOCK_MARGIN_MS, requestBudgetMs: REQUEST_BUDGET_MS },
    });
  }

  #put(buckets: readonly string[], key: string): void {
    this.nowMs += 1_001;
    const serial = this.nowMs.toString(16).padStart(32, '0');
    const object: MemoryObject = {
      sizeBytes: this.nowMs % 10_007,
      lastModifiedMs: this.nowMs,
      etag: `"${serial}"`,
      storageClass: 'STANDARD',
      detail: { contentType: 'text/plain', metadata: { serial } },
    };
    for (const bucket of buckets) {
      this.store.put(bucket, key, object);
      this.#objects.get(bucket)!.set(key, object);
    }
  }

  /** Changes S3 without an event. */
  put(key: string): void {
    this.#put(CHANGING, key);
  }

  remove(key: string): void {
    for (const bucket of CHANGING) {
      this.store.remove(bucket, key);
      this.#objects.get(bucket)!.delete(key);
    }
  }

  /** Applies the event of the key's change, then moves the clock past the marks. */
  async tell(key: string, kind: Change['kind']): Promise<void> {
    const changes = CHANGING.map((bucket): Change => ({ bucket, keys: [key], kind }));
    const outcomes = await this.applier.apply(changes, this.nowMs);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    this.pass();
  }

  /**
   * Applies an event of `live` on an instance that remembers no watch. While the index cannot be used, the event must
   * be delivered again.
   */
  async tellAnew(key: string, kind: Change['kind']): Promise<'marked' | 'unwatched' | 'comes again'> {
    const [outcome] = await this.#newApplier().apply([{ bucket: 'live', keys: [key], kind }], this.nowMs);
    this.pass();
    if (outcome!.status === 'fulfilled') return outcome!.value;
    if (!(outcome!.reason instanceof IndexUnavailable)) throw outcome!.reason;
    return 'comes again';
  }

  /** Moves the clock past every mark so far, so that the next question is later by any clock. */
  pass(): void {
    this.nowMs += CLOCK_MARGIN_MS + 1;
  }

  objects(bucket: string): ReadonlyMap<string, MemoryObject> {
    return this.#objects.get(bucket)!;
  }

  /** The names in S3's order. */
  keys(bucket: string): string[] {
    return [...this.objects(bucket).keys()].sort(compareNames);
  }
}
