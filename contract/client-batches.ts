/** Any number of keys, cut to what one stat-many request may carry. */
import type * as bounds from './schema.ts';

/** The contract's bounds. Typed by them, not imported: the client would load the schemas for two numbers. */
const MAX_STAT_KEYS: typeof bounds.MAX_STAT_KEYS = 1000;
const MAX_KEY_BYTES: typeof bounds.MAX_KEY_BYTES = 1024;
/** In a JSON text a key's byte takes six at most (an escaped control character); so many bytes are sure to fit in the contract's 1 MiB. */
const MAX_BATCH_BYTES = 1_000_000;
const FRAME_BYTES = '{"keys":[]}'.length;

/** Requests at a time. */
export const MAX_PARALLEL_BATCHES = 4;

const utf8 = new TextEncoder();

export function batchesOf(keys: readonly string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = FRAME_BYTES;
  for (const key of keys) {
    const keyBytes = sizeInBody(key);
    if (batch.length === MAX_STAT_KEYS || (batch.length > 0 && bytes + keyBytes > MAX_BATCH_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = FRAME_BYTES;
    }
    batch.push(key);
    bytes += keyBytes;
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}
