/** HeadBucket: S3's own response, kept for as long as a listing of the bucket may be used. */
import type { ServedBucketJson } from './service.ts';

export interface BucketAnswered {
  outcome: 'answered';
  kind: 'bucket';
  headers: Record<string, string>;
  ageSeconds: number;
}

/** The headers of S3's response that describe the bucket. */
const KEPT = ['content-type', 'x-amz-bucket-region', 'x-amz-access-point-alias', 'x-amz-bucket-arn'];
const MAX_BUCKETS = 1_000;

export class BucketHeads {
  readonly #now: () => number;
  readonly #seen = new Map<string, { headers: Record<string, string>; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Remembers the headers of a 200 from S3, for a request sent at `sentAt`. */
  learn(bucketName: string, sentAt: number, header: (name: string) => string | undefined): void {
    const headers: Record<string, string> = {};
    for (const name of KEPT) {
      const value = header(name);
      if (value !== undefined) headers[name] = value;
    }
    if (this.#seen.size >= MAX_BUCKETS) this.#seen.clear();
    this.#seen.set(bucketName, { headers, at: sentAt });
  }

  forget(bucketName: string): void {
    this.#seen.delete(bucketName);
  }

  answer(bucket: ServedBucketJson): BucketAnswered | undefined {
    const seen = this.#seen.get(bucket.name);
    const ageMs = seen === undefined ? Number.POSITIVE_INFINITY : this.#now() - seen.at;
    if (seen === undefined || ageMs > bucket.listTtlSeconds * 1000) return undefined;
    return {
      outcome: 'answered',
      kind: 'bucket',
      headers: seen.headers,
      ageSeconds: Math.floor(ageMs / 1000),
    };
  }
}
