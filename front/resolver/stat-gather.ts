/**
 * HEADs that come in bursts, gathered into stat-many questions: the first goes at once, those that come while it is under way, or within
 * a few milliseconds, go together.
 */

import type { Freshness } from '../../contract/client/freshness.ts';
import type { Client, StatOptions, StatResult } from '../../contract/client.ts';

export interface GatheredStat {
  result: StatResult;
  /** Of the whole question: as old as the oldest in it. */
  freshness: Freshness;
}

/** How long a HEAD waits for others beside it. */
const WINDOW_MS = 3;
/** One question's share; more of a burst go beside it. */
const MAX_KEYS = 100;
/** Questions under way in one bucket before the next waits for company. */
const QUIET = 0;

interface Waiting {
  key: string;
  resolve: (stat: GatheredStat) => void;
  reject: (error: unknown) => void;
}

export class StatGather {
  readonly #client: Client;
  readonly #options: StatOptions;
  readonly #buckets = new Map<
    string,
    { underWay: number; waiting: Waiting[]; timer?: ReturnType<typeof setTimeout> }
  >();

  constructor(client: Client, options: StatOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** @throws what the client throws. */
  stat(bucketName: string, key: string): Promise<GatheredStat> {
    const bucket = this.#buckets.get(bucketName) ?? { underWay: 0, waiting: [] };
    this.#buckets.set(bucketName, bucket);
    return new Promise((resolve, reject) => {
      bucket.waiting.push({ key, resolve, reject });
      if (bucket.underWay === QUIET || bucket.waiting.length === MAX_KEYS) this.#send(bucketName);
      else bucket.timer ??= setTimeout(() => this.#send(bucketName), WINDOW_MS);
    });
  }

  #send(bucketName: string): void {
    const bucket = this.#buckets.get(bucketName)!;
    clearTimeout(bucket.timer);
    delete bucket.timer;
    const batch = bucket.waiting.splice(0);
    if (batch.length === 0) return;
    bucket.underWay++;
    this.#ask(bucketName, batch).finally(() => {
      bucket.underWay--;
      if (bucket.underWay === QUIET) {
        if (bucket.waiting.length > 0) this.#send(bucketName);
        else this.#buckets.delete(bucketName);
      }
    });
  }

  async #ask(bucketName: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const keys = [...new Set(batch.map(({ key }) => key))];
      const { results, freshness } = await this.#client.statMany(bucketName, keys, this.#options);
      const byKey = new Map(results.map((result) => [result.key, result]));
      for (const { key, resolve } of batch) resolve({ result: byKey.get(key)!, freshness });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
