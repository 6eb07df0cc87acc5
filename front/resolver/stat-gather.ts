/**
 * Combines HEADs that come in bursts into stat-many requests. The first HEAD is sent immediately. Those that arrive
 * while it is in progress, or within a few milliseconds, are sent together.
 */

import type { Freshness } from '../../contract/client/freshness.ts';
import type { Client, StatOptions, StatResult } from '../../contract/client.ts';

export interface GatheredStat {
  result: StatResult;
  /** Freshness of the whole request: as old as its oldest result. */
  freshness: Freshness;
}

/** How long a HEAD waits for other HEADs, to be sent in one request with them. */
const WINDOW_MS = 3;
/** Keys in one request. More keys of a burst are sent in parallel requests. */
const MAX_KEYS = 100;
/** A HEAD is sent immediately if this many requests for its bucket are in progress. */
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
