/**
 * Writes through a front are visible immediately: after S3 has confirmed a write, its keys are invalidated before the
 * writer gets the response. While the service cannot be reached, reads that could show the key pass to S3, until the
 * invalidation succeeds or until the service may no longer use any observation from before the write.
 */
import { MAX_LIFE_SECONDS, STALE_SHARE } from '../../shared/lives.ts';
import { Debts } from './debts.ts';
import { isPass } from './pass.ts';
import { isServed, type ServedBucketJson, type Service } from './service.ts';

/** The possible difference between the service's clock and this one. */
const CLOCK_MARGIN_SECONDS = 60;

/** What an answer is about: one key, or everything below a prefix. */
export type Reach = { key: string } | { prefix: string };

/** What was written: these keys, or `all` if the keys are not known. */
export type Written = readonly string[] | 'all';

export class OwnWrites {
  readonly #service: Service;
  readonly #now: () => number;
  readonly #debts = new Map<string, Debts>();

  constructor(service: Service, now: () => number) {
    this.#service = service;
    this.#now = now;
  }

  /** After it resolves, no new read through this front returns data from before these writes. */
  async written(bucketName: string, written: Written): Promise<void> {
    const bucket = await this.#service.bucket(bucketName);
    if (isPass(bucket)) {
      // A bucket that is not served needs no invalidation. If the service was never reached, the bucket's lives are
      // not known, so the longest possible life is assumed.
      if (bucket.reason !== 'not-served')
        this.#debtsOf(bucketName).owe(written, this.#until(MAX_LIFE_SECONDS));
      return;
    }
    const served = written === 'all' ? written : written.filter((key) => isServed(bucket, key));
    if (served.length === 0) return;
    const { listTtlSeconds, statTtlSeconds, tree } = bucket;
    const lifeSeconds = Math.max(listTtlSeconds, statTtlSeconds, tree?.ttlSeconds ?? 0);
    const debts = this.#debtsOf(bucketName);
    debts.owe(served, this.#until(lifeSeconds));
    await this.#settle(bucket, debts);
  }

  /**
   * Could an answer about this reach miss a write that the service does not know yet? Tries to send the invalidation
   * first.
   */
  async isOwed(bucket: ServedBucketJson, reach: Reach): Promise<boolean> {
    const debts = this.#debts.get(bucket.name);
    if (debts === undefined || !debts.touch(reach, this.#now())) return false;
    await this.#settle(bucket, debts);
    return debts.touch(reach, this.#now());
  }

  async #settle(bucket: ServedBucketJson, debts: Debts): Promise<void> {
    const { client } = this.#service;
    await debts.settle(async (what) => {
      const named = 'keys' in what ? what : { prefixes: bucket.prefixes ?? [''] };
      return !isPass(await this.#service.ask(() => client.invalidate(bucket.name, named)));
    });
    if (debts.isEmpty && this.#debts.get(bucket.name) === debts) this.#debts.delete(bucket.name);
  }

  #debtsOf(bucketName: string): Debts {
    const debts = this.#debts.get(bucketName) ?? new Debts();
    this.#debts.set(bucketName, debts);
    return debts;
  }

  /** Epoch ms until which the service may use data from before now, including data that it declares stale. */
  #until(lifeSeconds: number): number {
    return this.#now() + (lifeSeconds * (1 + STALE_SHARE) + CLOCK_MARGIN_SECONDS) * 1000;
  }
}
