/**
 * Two services that differ only in what one caller may not see: other keys, other sizes, other events. Both must
 * answer every request of this caller with the same bytes.
 */
import { createDecodedCache } from '../../../lambdas/adapters/decoded-cache.ts';
import { createChangeApplier } from '../../../lambdas/core/changes/apply.ts';
import type { ServedBucket } from '../../../lambdas/core/model/served-bucket.ts';
import { createReader } from '../../../lambdas/core/reader.ts';
import { createHttpHandler } from '../../../lambdas/http/handler.ts';
import { servedBuckets } from '../../../lambdas/http/served-buckets.ts';
import { createMemoryStore } from '../../support/memory/store.ts';
import { createMemoryTable } from '../../support/memory/table.ts';

const START_MS = Date.UTC(2026, 10, 28, 9);
const HOUR_MS = 3_600_000;
const CLOCK_MARGIN_MS = 100;
const MARKS_PASS_MS = CLOCK_MARGIN_MS + 1;
export const BUCKET = 'photos';
const OTHER_BUCKET = 'payroll';
export const VIEW = 'team-a';
/** The part that the view shows and that CALLER's claims allow. */
export const SEEN = ['a/', 'é/b/'];
/** A part of every hidden key. No request contains it. */
export const HIDDEN = 'hidden-7f3a';
/** The template for the claim that holds CALLER's prefixes. */
export const DIRS = '$' + '{dirs}';
export const CALLER = { sub: 'ann', dirs: '[a/ é/b/]' };

const served = (name: string, events: ServedBucket['events'] = 's3'): ServedBucket => ({
  ...{ name, events, prefixes: [], listLifeMs: HOUR_MS, statLifeMs: HOUR_MS },
  // One tree of the whole bucket, as by default: the visible part has no tree of its own.
  tree: { roots: [''], lifeMs: HOUR_MS },
  downloads: true,
});

export const isSeen = (key: string): boolean => SEEN.some((prefix) => key.startsWith(prefix));

/** How a caller is restricted: by the view that its policy allows, or by the claims of its token. */
export type Confinement = 'view' | 'claims';

export class Twin {
  nowMs = START_MS;
  readonly #store = createMemoryStore();
  readonly #clock = { now: () => this.nowMs };
  readonly #waiter = {
    wait: async (ms: number) => {
      this.nowMs += ms;
    },
  };
  readonly #applier: ReturnType<typeof createChangeApplier>;
  readonly handler: ReturnType<typeof createHttpHandler>;

  constructor(confinement: Confinement) {
    const table = createMemoryTable();
    const telemetry = { count: () => {} };
    const parts = { table, clock: this.#clock, waiter: this.#waiter, telemetry };
    for (const bucket of [BUCKET, OTHER_BUCKET]) this.#store.createBucket(bucket);
    this.#applier = createChangeApplier({ ...parts, settings: { clockMarginMs: CLOCK_MARGIN_MS } });
    let ids = 0;
    const buckets = [served(BUCKET), served(OTHER_BUCKET, 'none')];
    this.handler = createHttpHandler({
      reader: createReader({
        ...parts,
        store: this.#store,
        random: { id: () => `id-${ids++}` },
        decoded: createDecodedCache(1_000_000),
        settings: { clockMarginMs: CLOCK_MARGIN_MS, requestBudgetMs: 20_000 },
      }),
      ...{ clock: this.#clock, telemetry, publish: () => {}, functionGb: 1 },
      buckets: servedBuckets(buckets, [[VIEW, { ...buckets[0]!, prefixes: SEEN }]]),
      ...(confinement === 'claims' && { callerPrefixes: [DIRS] }),
      signDownload: async ({ bucket, key }) => {
        if (bucket !== BUCKET || !isSeen(key))
          throw new Error(`a URL of what the caller may not see: ${key}`);
        return { url: `https://s3.example/${encodeURIComponent(key)}`, expiresAt: this.nowMs };
      },
      counters: () => ({}),
      startedAt: START_MS,
      tableSize: async () => undefined,
      openApiDocument: async () => '{}',
      logFailure: (_, cause) => {
        throw cause;
      },
    });
  }

  /** Puts or removes a key and processes the event; afterwards the clock is set to the given time. */
  async change(key: string, kind: 'created' | 'removed', sizeBytes: number): Promise<void> {
    const at = this.nowMs;
    for (const bucket of [BUCKET, OTHER_BUCKET]) {
      if (kind === 'removed') this.#store.remove(bucket, key);
      else {
        const etag = `"${at.toString(16).padStart(32, '0')}"`;
        const detail = { contentType: 'text/plain', metadata: {} };
        this.#store.put(bucket, key, {
          sizeBytes,
          lastModifiedMs: at,
          etag,
          storageClass: 'STANDARD',
          detail,
        });
      }
    }
    for (const outcome of await this.#applier.apply([{ bucket: BUCKET, keys: [key], kind }], at)) {
      if (outcome.status === 'rejected') throw outcome.reason;
    }
    this.nowMs = at + MARKS_PASS_MS;
  }
}
