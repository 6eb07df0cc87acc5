/** A bucket's settings as S3 reports them. They hardly ever change. */

/** Sends a GET for the bucket with these parameters, and returns the body of a 200. */
export type AskBucket = (bucket: string, parameters: Record<string, string>) => Promise<Buffer | undefined>;

const KNOWN_MS = 10 * 60_000;
const MAX_BUCKETS = 1_000;

/** Asks once for each bucket, and again after some minutes. `undefined` if S3's answer is missing or invalid. */
export class BucketSettings<T> {
  readonly #find: (bucket: string) => Promise<T>;
  readonly #now: () => number;
  readonly #known = new Map<string, { setting: Promise<T | undefined>; askedAt: number }>();

  constructor(find: (bucket: string) => Promise<T>, now: () => number) {
    this.#find = find;
    this.#now = now;
  }

  of(bucket: string): Promise<T | undefined> {
    const known = this.#known.get(bucket);
    if (known !== undefined && this.#now() - known.askedAt < KNOWN_MS) return known.setting;
    if (this.#known.size >= MAX_BUCKETS) this.#known.clear();
    const setting = this.#find(bucket).catch(() => undefined);
    this.#known.set(bucket, { setting, askedAt: this.#now() });
    return setting;
  }
}
