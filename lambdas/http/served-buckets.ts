/** What of S3 is served: the buckets of the settings, and in them the served prefixes. */
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

/** The same words whether the bucket is not served or S3 says that there is none: nobody learns which buckets exist. */
export const NO_SUCH_BUCKET = 'bucket: no bucket of this name is served';

export function findBucket(buckets: ServedBuckets, name: string): Parsed<ServedBucket> | Refused {
  const bucket = buckets.get(name);
  return bucket ? parsed(bucket) : refused('no-such-bucket', NO_SUCH_BUCKET);
}

/**
 * Refused unless everything that starts with `text` (a key, or a prefix with its filter) lies at or below a served prefix.
 * `field` is what the caller named it by.
 */
export function confine(bucket: ServedBucket, field: string, text: string): Refused | undefined {
  if (bucket.prefixes.length === 0 || bucket.prefixes.some((it) => text.startsWith(it))) return undefined;
  return refused('forbidden', `${field}: ${quoted(text)} is outside the served prefixes`);
}

/** As confine, for a list of keys or prefixes. */
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
