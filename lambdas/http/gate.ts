/**
 * The one gate: which buckets a caller can name, and in each the prefixes that it may see. Routes know no other buckets than these, so
 * what is not in them is, for this caller, not served at all.
 */

import { type Claims, prefixesOf } from '../../shared/prefix-template.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import type { HttpEvent } from './event.ts';
import type { ServedBuckets } from './served-buckets.ts';

/** Templates of what a caller may see, by the claims of its token. */
export type CallerPrefixes = readonly string[];

/** @param callerPrefixes absent where callers are told apart by their policies alone. */
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

/** A bucket of which nothing is granted is left out: an empty list of prefixes would mean all of it. */
function confined(name: string, bucket: ServedBucket, granted: string[]): [string, ServedBucket][] {
  const prefixes = bucket.prefixes.length === 0 ? granted : common(bucket.prefixes, granted);
  const outermost = [...new Set(prefixes)].filter(
    (it, _, all) => !all.some((other) => other !== it && it.startsWith(other)),
  );
  return outermost.length === 0 ? [] : [[name, { ...bucket, prefixes: outermost }]];
}

/** What lies below a prefix of each. */
function common(some: readonly string[], others: readonly string[]): string[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      if (other.startsWith(one)) return [other];
      return one.startsWith(other) ? [one] : [];
    }),
  );
}
