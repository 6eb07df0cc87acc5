/** Splits any number of keys into the batches that stat-many requests may carry. */
import { MAX_BODY_BYTES, MAX_STAT_KEYS } from '../bounds.ts';

/** Maximum number of parallel requests. */
export const MAX_PARALLEL_BATCHES = 4;

const FRAME_BYTES = '{"keys":[]}'.length;
const utf8 = new TextEncoder();

/**
 * Keeps the order of the keys. A batch ends at the maximum number of keys, or at the maximum body size, which only
 * keys with many escaped characters reach.
 */
export function batchesOf(keys: readonly string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = FRAME_BYTES;
  for (const key of keys) {
    const keyBytes = utf8.encode(JSON.stringify(key)).length + ','.length;
    if (batch.length === MAX_STAT_KEYS || (batch.length > 0 && bytes + keyBytes > MAX_BODY_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = FRAME_BYTES;
    }
    batch.push(key);
    bytes += keyBytes;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
