/** The modification time of a file, as the endpoint stores it. */
import type { BigIntStats } from 'node:fs';

const NS_PER_MS = 1_000_000n;

/**
 * Epoch milliseconds, rounded down. Computed from nanoseconds, because the floating-point `mtimeMs` of a time that
 * ends in .999999999 is the next second.
 */
export function modifiedMsOf({ mtimeNs }: Pick<BigIntStats, 'mtimeNs'>): number {
  const ms = mtimeNs / NS_PER_MS;
  // BigInt division rounds towards zero, so before 1970 it would round up.
  return Number(mtimeNs < ms * NS_PER_MS ? ms - 1n : ms);
}
