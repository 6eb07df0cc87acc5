/** The modification time of a file, in the form in which the endpoint stores it. */
import type { BigIntStats } from 'node:fs';

const NS_PER_MS = 1_000_000n;

/**
 * Epoch milliseconds, rounded down. They are computed from nanoseconds, because the floating-point `mtimeMs` of a
 * time that ends in .999999999 is rounded up to the next second.
 */
export function modifiedMsOf({ mtimeNs }: Pick<BigIntStats, 'mtimeNs'>): number {
  const ms = mtimeNs / NS_PER_MS;
  // BigInt division rounds towards zero, so times before 1970 would be rounded up.
  return Number(mtimeNs < ms * NS_PER_MS ? ms - 1n : ms);
}
