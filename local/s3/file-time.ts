/** A file's time of change, as the endpoint keeps it. */
import type { BigIntStats } from 'node:fs';

const NS_PER_MS = 1_000_000n;

/**
 * Epoch milliseconds, rounded down. From nanoseconds: the floating-point `mtimeMs` of a time that ends in .999999999 is the next
 * second.
 */
export function modifiedMsOf({ mtimeNs }: Pick<BigIntStats, 'mtimeNs'>): number {
  const ms = mtimeNs / NS_PER_MS;
  // BigInt division rounds towards zero, which is up before 1970.
  return Number(mtimeNs < ms * NS_PER_MS ? ms - 1n : ms);
}
