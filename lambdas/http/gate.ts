/**
 * The only access check: which buckets a caller can name, and which prefixes of each it may see. Routes know only the
 * buckets that this returns, so for this caller nothing else exists.
 */

import { type Claims, prefixesOf } from '../../shared/prefix-template.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import type { HttpEvent } from './event.ts';
import type { ServedBuckets } from './served-buckets.ts';

/** Templates for the prefixes that a caller may see, filled from the claims in its token. */
export type CallerPrefixes = readonly string[];

/** @param callerPrefixes absent when only IAM policies restrict callers. */
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

/** A bucket without a granted prefix is left out, because an empty list of prefixes would mean the whole bucket. */
function confined(name: string, bucket: ServedBucket, granted: string[]): [string, ServedBucket][] {
  const prefixes = bucket.prefixes.length === 0 ? granted : common(bucket.prefixes, granted);
  const outermost = [...new Set(prefixes)].filter(
    (it, _, all) => !all.some((other) => other !== it && it.startsWith(other)),
  );
  return outermost.length === 0 ? [] : [[name, { ...bucket, prefixes: outermost }]];
}

/** Whatever lies below a prefix of both lists. */
function common(some: readonly string[], others: readonly string[]): string[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      if (other.startsWith(one)) return [other];
      return one.startsWith(other) ? [one] : [];
    }),
  );
}
