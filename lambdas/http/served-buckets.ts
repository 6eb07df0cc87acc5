/**
 * The configured buckets with their served prefixes, and the part of them that a caller may see. Operations know only
 * the buckets that `bucketsFor` returns, so for the caller nothing else exists. All access checks are in this file.
 */
import { type Claims, prefixesOf } from '../../shared/prefix-template.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { quoted } from './quoted.ts';

export type ServedBuckets = ReadonlyMap<string, ServedBucket>;

/** Combines buckets, by their own names, and views, by the names of the views. */
export function servedBuckets(
  buckets: readonly ServedBucket[],
  views: readonly [name: string, bucket: ServedBucket][] = [],
): ServedBuckets {
  return new Map([...buckets.map((it): [string, ServedBucket] => [it.name, it]), ...views]);
}

/**
 * The text is the same when the bucket is not served and when S3 has no such bucket, so that callers cannot find out
 * which buckets exist.
 */
export const NO_SUCH_BUCKET = 'bucket: no bucket of this name is served';

export function findBucket(buckets: ServedBuckets, name: string): Parsed<ServedBucket> | Refused {
  const bucket = buckets.get(name);
  return bucket ? parsed(bucket) : refused('no-such-bucket', NO_SUCH_BUCKET);
}

/**
 * Returns a refusal, unless everything that starts with `text` (a key, or a prefix with its filter) is below a served
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

/** Templates of the prefixes that a caller may see. They are filled in from the claims in the caller's token. */
export type CallerPrefixes = readonly string[];

/**
 * Returns the buckets as this caller may see them.
 * @param callerPrefixes absent when only IAM policies restrict callers.
 */
export function bucketsFor(
  event: HttpEvent,
  served: ServedBuckets,
  callerPrefixes: CallerPrefixes | undefined,
): ServedBuckets {
  if (callerPrefixes === undefined) return served;
  const claims: Claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  const granted = callerPrefixes.flatMap((template) => prefixesOf(template, claims));
  return new Map([...served].flatMap(([name, bucket]) => confined(name, bucket, granted)));
}

/** A bucket without a granted prefix is left out, because an empty array of prefixes would mean the whole bucket. */
function confined(name: string, bucket: ServedBucket, granted: string[]): [string, ServedBucket][] {
  const prefixes = bucket.prefixes.length === 0 ? granted : common(bucket.prefixes, granted);
  const outermost = [...new Set(prefixes)].filter(
    (it, _, all) => !all.some((other) => other !== it && it.startsWith(other)),
  );
  return outermost.length === 0 ? [] : [[name, { ...bucket, prefixes: outermost }]];
}

/** The prefixes of everything that is below a prefix of both lists. */
function common(some: readonly string[], others: readonly string[]): string[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      if (other.startsWith(one)) return [other];
      return one.startsWith(other) ? [one] : [];
    }),
  );
}
