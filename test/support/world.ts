/** The whole model in memory, with a clock that the test sets: S3, the table, one reader and one change applier. */
import type { SQSRecord } from 'aws-lambda';
import { createDecodedCache } from '../../lambdas/adapters/decoded-cache.ts';
import { createChangeApplier } from '../../lambdas/core/changes/apply.ts';
import type { Change, ChangeApplier } from '../../lambdas/core/model/change.ts';
import type { Entry, ObjectDetail } from '../../lambdas/core/model/entry.ts';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Waiter } from '../../lambdas/core/ports/clock.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { Counter } from '../../lambdas/core/ports/telemetry.ts';
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import type { Provenance } from '../../lambdas/core/questions/provenance.ts';
import type { Reader } from '../../lambdas/core/questions/reader.ts';
import type { TreeUsage } from '../../lambdas/core/questions/usage.ts';
import { createReader, type ReaderDeps } from '../../lambdas/core/reader.ts';
import { createEventConsumer } from '../../lambdas/events/consumer.ts';
import { createMemoryStore, type MemoryStore } from './memory/store.ts';
import { createMemoryTable } from './memory/table.ts';

export const BUCKET = 'photos';
const START_MS = 1_700_000_000_000;
export const HOUR_MS = 3_600_000;

export const ORDINARY: CacheDirectives = { noCache: false, onlyIfCached: false, noStore: false };

export interface WorldOptions {
  bucket?: Partial<ServedBucket>;
  clockMarginMs?: number;
  requestBudgetMs?: number;
  /** Maximum number of objects in a part of a digest. */
  digestObjects?: number;
  /** By default, waiting advances the clock. */
  waiter?: Waiter;
  /** Wraps the ports of the reader, to break or delay them. */
  table?: (table: IndexTable) => IndexTable;
  store?: (store: ObjectStore) => ObjectStore;
}

export interface Listing {
  names: string[];
  entries: Entry[];
  /** One provenance for each page. */
  provenances: Provenance[];
}

export class World {
  now = START_MS;
  readonly counts: Partial<Record<Counter, number>> = {};
  readonly s3: MemoryStore = createMemoryStore();
  readonly table: IndexTable = createMemoryTable();
  readonly bucket: ServedBucket;
  readonly #options: WorldOptions;
  /** All instances share this counter, so that no two epochs are equal. */
  #ids = 0;
  readonly reader: Reader;
  readonly #clock = { now: () => this.now };
  readonly #waiter = {
    wait: async (ms: number) => {
      this.now += ms;
    },
  };
  readonly #telemetry = {
    count: (counter: Counter, by = 1) => {
      this.counts[counter] = (this.counts[counter] ?? 0) + by;
    },
  };

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.bucket = {
      name: BUCKET,
      events: 's3',
      prefixes: [],
      listLifeMs: HOUR_MS,
      statLifeMs: HOUR_MS,
      tree: { roots: [''], lifeMs: HOUR_MS },
      ...options.bucket,
    };
    this.s3.createBucket(BUCKET);
    this.reader = this.newReader();
  }

  /** Another instance over the same table and bucket. */
  newReader(): Reader {
    return createReader(this.newDeps());
  }

  /** The parts of another instance, over the same table and bucket. */
  newDeps(): ReaderDeps {
    const {
      table = (t: IndexTable) => t,
      store = (s: ObjectStore) => s,
      clockMarginMs = 0,
      requestBudgetMs = 20_000,
      digestObjects,
    } = this.#options;
    return {
      table: table(this.table),
      store: store(this.s3),
      clock: this.#clock,
      waiter: this.#options.waiter ?? this.#waiter,
      random: { id: () => `id-${this.#ids++}` },
      telemetry: this.#telemetry,
      decoded: createDecodedCache(1_000_000),
      settings: { clockMarginMs, requestBudgetMs, digestObjects },
    };
  }

  put(key: string, sizeBytes = 1, { detail }: { detail?: ObjectDetail } = {}): void {
    this.s3.put(BUCKET, key, { sizeBytes, lastModifiedMs: this.now, etag: `"${sizeBytes}"`, detail });
  }

  remove(key: string): void {
    this.s3.remove(BUCKET, key);
  }

  #newApplier(): ChangeApplier {
    const { clockMarginMs = 0 } = this.#options;
    return createChangeApplier({
      table: this.#options.table?.(this.table) ?? this.table,
      clock: this.#clock,
      waiter: this.#waiter,
      telemetry: this.#telemetry,
      settings: { clockMarginMs },
    });
  }

  /** Delivers events now, and then advances the clock so that the next question is later. */
  async apply(
    changes: { key: string; otherReading?: string; kind: Change['kind'] }[],
  ): Promise<PromiseSettledResult<unknown>[]> {
    this.now += 10;
    const settled = await this.#newApplier().apply(
      changes.map(({ key, otherReading, kind }) => ({
        bucket: BUCKET,
        keys: otherReading === undefined ? [key] : [key, otherReading],
        kind,
      })),
      this.now,
    );
    this.#passMargin();
    return settled;
  }

  /** Delivers one queue message for each body, like `apply`. Returns how many of them must be delivered again. */
  async deliver(...bodies: string[]): Promise<number> {
    this.now += 10;
    const consume = createEventConsumer({
      applier: this.#newApplier(),
      servedBuckets: new Set([BUCKET]),
      telemetry: this.#telemetry,
      log: { warn: () => {}, error: () => {} },
      clock: this.#clock,
      functionGb: 0.5,
    });
    const { batchItemFailures } = await consume({
      Records: bodies.map((body, index) => ({ messageId: `m${index}`, body }) as SQSRecord),
    });
    this.#passMargin();
    return batchItemFailures.length;
  }

  #passMargin(): void {
    this.now += (this.#options.clockMarginMs ?? 0) + 1;
  }

  async putAndTell(...keys: string[]): Promise<void> {
    for (const key of keys) this.put(key);
    await this.apply(keys.map((key) => ({ key, kind: 'created' })));
  }

  async removeAndTell(...keys: string[]): Promise<void> {
    for (const key of keys) this.remove(key);
    await this.apply(keys.map((key) => ({ key, kind: 'removed' })));
  }

  /** All pages of a directory. */
  async list(
    directory: string,
    { limit = 1_000, filter = '', recursive = false, freshness = ORDINARY, reader = this.reader } = {},
  ): Promise<Listing> {
    const listing: Listing = { names: [], entries: [], provenances: [] };
    let after: string | undefined;
    do {
      const question = {
        bucket: this.bucket,
        directory,
        recursive,
        filter,
        limit,
        freshness,
        after,
      };
      const answer = await reader.list(question);
      if (answer.outcome !== 'answered') throw new Error(`${answer.code}: ${answer.detail}`);
      listing.entries.push(...answer.value.entries);
      listing.provenances.push(answer.provenance);
      after = answer.value.next;
    } while (after !== undefined);
    listing.names = listing.entries.map(({ name }) => name);
    return listing;
  }

  stat(
    key: string,
    { full = false, freshness = ORDINARY, reader = this.reader } = {},
  ): ReturnType<Reader['stat']> {
    return reader.stat({ bucket: this.bucket, key, full, freshness });
  }

  statMany(
    keys: string[],
    freshness: CacheDirectives = ORDINARY,
    full = false,
  ): ReturnType<Reader['statMany']> {
    return this.reader.statMany({ bucket: this.bucket, keys, full, freshness });
  }

  /** How much is below a directory. */
  async usage(
    directory: string,
    { depth = 0, freshness = ORDINARY, reader = this.reader } = {},
  ): Promise<TreeUsage & { provenance: Provenance }> {
    const answer = await reader.usage({ bucket: this.bucket, directory, depth, freshness });
    if (answer.outcome !== 'answered') throw new Error(`${answer.code}: ${answer.detail}`);
    return { ...answer.value, provenance: answer.provenance };
  }

  /** S3 requests made while `act` ran. */
  async callsOf(act: () => Promise<unknown>): Promise<{ list: number; head: number }> {
    const { list, head } = this.s3.calls;
    await act();
    return { list: this.s3.calls.list - list, head: this.s3.calls.head - head };
  }
}
