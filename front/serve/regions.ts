/** In which Region each bucket is: as S3 said. */

const MAX_BUCKETS = 10_000;
const REGION = /^[a-z0-9-]{2,40}$/;

export class Regions {
  readonly #first: string;
  readonly #known = new Map<string, string>();

  /** @param first where a bucket is looked for that nothing is known of. */
  constructor(first: string) {
    this.#first = first;
  }

  of(bucket: string | undefined): string {
    return (bucket !== undefined && this.#known.get(bucket)) || this.#first;
  }

  isKnown(bucket: string): boolean {
    return this.#known.has(bucket);
  }

  /** What an answer's `x-amz-bucket-region` says. True: the bucket is elsewhere than it was looked for. */
  learn(bucket: string | undefined, region: string | string[] | undefined): boolean {
    if (bucket === undefined || typeof region !== 'string' || !REGION.test(region)) return false;
    const isElsewhere = region !== this.of(bucket);
    if (this.#known.size >= MAX_BUCKETS) this.#known.clear();
    this.#known.set(bucket, region);
    return isElsewhere;
  }
}
