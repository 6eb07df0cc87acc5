/**
 * The service as the fronts use it: what it serves, whether it answers, and one warning when it does not. While it is
 * down, no request waits for it; one request tries it from time to time.
 */
import type { BucketsAnswer, Client } from '../../contract/client.ts';
import { S3dexError } from '../../contract/client.ts';
import { type Pass, pass } from './pass.ts';

export type ServedBucketJson = BucketsAnswer['buckets'][number];

export interface ServiceOptions {
  client: Client;
  /** Epoch ms. */
  now: () => number;
  /** Prints one line for a person, when the service stops answering and when it answers again. */
  warn: (line: string) => void;
}

/** How long the list of served buckets is used. */
const BUCKETS_LIFE_MS = 60_000;
/** Time between two attempts while the service is down. */
const RETRY_AFTER_MS = 5_000;

/** Failures of the service itself, not of one question. */
const DOWN = new Set(['unreachable', 'timeout', 'bad-answer', 'unauthorized', 'no-such-route']);

export class Service {
  readonly client: Client;
  readonly #options: ServiceOptions;
  #buckets: { byName: ReadonlyMap<string, ServedBucketJson>; readAt: number } | undefined;
  #reading: Promise<void> | undefined;
  #downSince: number | undefined;
  /** Why requests pass while the service cannot be used. */
  #why: 'service-down' | 'service-refused' = 'service-down';
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(options: ServiceOptions) {
    this.client = options.client;
    this.#options = options;
  }

  /** `undefined` while the service answers. */
  get downSince(): number | undefined {
    return this.#downSince;
  }

  /** The bucket, if it is served; otherwise why the request passes. */
  async bucket(name: string): Promise<ServedBucketJson | Pass> {
    const now = this.#options.now();
    if (this.#buckets === undefined || now - this.#buckets.readAt > BUCKETS_LIFE_MS) {
      // Without this list, no request can be answered. If the caller may not read it, all requests pass.
      const failed = await this.#attempt(
        () => this.#readBuckets(),
        ({ code }) => DOWN.has(code) || code === 'forbidden',
      );
      if (failed !== undefined && 'outcome' in failed) return failed;
    } else if (this.#rests()) return pass(this.#why);
    return this.#buckets?.byName.get(name) ?? pass('not-served', 'bucket');
  }

  /** The result of `call`, or why the request passes. Failures of the service are detected only here. */
  ask<T extends object | undefined>(call: () => Promise<T>): Promise<T | Pass> {
    return this.#attempt(call, ({ code }) => DOWN.has(code));
  }

  async #attempt<T extends object | undefined>(
    call: () => Promise<T>,
    isOfService: (error: S3dexError) => boolean,
  ): Promise<T | Pass> {
    if (this.#rests()) return pass(this.#why);
    if (this.#downSince !== undefined) this.#triedAt = this.#options.now();
    try {
      const answer = await call();
      this.#isUp();
      return answer;
    } catch (error) {
      if (!(error instanceof S3dexError)) throw error;
      if (!isOfService(error)) return pass('service-refused', error.code);
      this.#isDown(error);
      return pass(this.#why, error.code);
    }
  }

  #rests(): boolean {
    return this.#downSince !== undefined && this.#options.now() - this.#triedAt < RETRY_AFTER_MS;
  }

  /** Reads the list once for all concurrent callers. */
  async #readBuckets(): Promise<undefined> {
    this.#reading ??= this.client
      .buckets()
      .then(({ buckets }) => {
        // A view is no bucket of S3. S3 may have another bucket of its name.
        const byName = new Map(buckets.filter(({ view }) => !view).map((bucket) => [bucket.name, bucket]));
        this.#buckets = { byName, readAt: this.#options.now() };
      })
      .finally(() => {
        this.#reading = undefined;
      });
    await this.#reading;
    return undefined;
  }

  #isDown(error: S3dexError): void {
    this.#triedAt = this.#options.now();
    const isRefused = !DOWN.has(error.code);
    this.#why = isRefused ? 'service-refused' : 'service-down';
    if (this.#downSince !== undefined) return;
    this.#downSince = this.#triedAt;
    this.#options.warn(
      isRefused
        ? `the service answers GET /v1/buckets with an error (${error.message}): until this ends, all requests pass to S3`
        : `the service does not answer (${error.message}): until it does, all requests pass to S3`,
    );
  }

  #isUp(): void {
    if (this.#downSince === undefined) return;
    this.#downSince = undefined;
    this.#options.warn('the service answers again');
  }
}

/** Is everything below this prefix (or this key) served? */
export function isServed(bucket: ServedBucketJson, text: string): boolean {
  return bucket.prefixes === undefined || bucket.prefixes.some((prefix) => text.startsWith(prefix));
}
