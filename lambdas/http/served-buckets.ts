/** What is served: the configured buckets, and the served prefixes of each. */
import type { ServedBucket } from '../core/model/served-bucket.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { quoted } from './quoted.ts';

export type ServedBuckets = ReadonlyMap<string, ServedBucket>;

/** Buckets by their own names, and views by theirs. */
export function servedBuckets(
  buckets: readonly ServedBucket[],
  views: readonly [name: string, bucket: ServedBucket][] = [],
): ServedBuckets {
  return new Map([...buckets.map((it): [string, ServedBucket] => [it.name, it]), ...views]);
}

/**
 * The same text when the bucket is not served and when S3 has no such bucket, so that nobody learns which buckets
 * exist.
 */
export const NO_SUCH_BUCKET = 'bucket: no bucket of this name is served';

export function findBucket(buckets: ServedBuckets, name: string): Parsed<ServedBucket> | Refused {
  const bucket = buckets.get(name);
  return bucket ? parsed(bucket) : refused('no-such-bucket', NO_SUCH_BUCKET);
}

/**
 * A refusal, unless everything that starts with `text` (a key, or a prefix with its filter) lies below a served
 * prefix. `field` is the name of the request's field.
 */
export function confine(bucket: ServedBucket, field: string, text: string): Refused | undefined {
  if (bucket.prefixes.length === 0 || bucket.prefixes.some((it) => text.startsWith(it))) return undefined;
  return refused('forbidden', `${field}: ${quoted(text)} is outside the served prefixes`);
}

/** Like confine, for a list of keys or prefixes. */
export function confineAll(
  bucket: ServedBucket,
  field: string,
  texts: readonly string[],
): Refused | undefined {
  for (const [index, text] of texts.entries()) {
    const outside = confine(bucket, `${field}[${index}]`, text);
    if (outside) return outside;
  }
  return undefined;
}
