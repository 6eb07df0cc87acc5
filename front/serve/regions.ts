/** The Region of each bucket, as S3 reported it. */

const MAX_BUCKETS = 10_000;
const REGION = /^[a-z0-9-]{2,40}$/;

export class Regions {
  readonly #first: string;
  readonly #known = new Map<string, string>();

  /** @param first the Region to try for unknown buckets. */
  constructor(first: string) {
    this.#first = first;
  }

  of(bucket: string | undefined): string {
    return (bucket !== undefined && this.#known.get(bucket)) || this.#first;
  }

  isKnown(bucket: string): boolean {
    return this.#known.has(bucket);
  }

  /**
   * Remembers the `x-amz-bucket-region` of a response. Returns true if the bucket is in another Region than assumed.
   */
  learn(bucket: string | undefined, region: string | string[] | undefined): boolean {
    if (bucket === undefined || typeof region !== 'string' || !REGION.test(region)) return false;
    const isElsewhere = region !== this.of(bucket);
    if (this.#known.size >= MAX_BUCKETS) this.#known.clear();
    this.#known.set(bucket, region);
    return isElsewhere;
  }
}
