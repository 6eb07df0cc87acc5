/**
 * A chunk of a page: a part of one LIST response. It covers the names in (after, through]: the names in it exist, and
 * all other names in that range do not.
 */
import type { NameRange } from './range.ts';

/**
 * Maximum number of entries in a chunk. Nearly always, a chunk has fewer, because its size in bytes is limited too
 * (cut-part.ts).
 */
export const CHUNK_MAX_ENTRIES = 256;
/** About the number of entries that fits in an item of 4 KB. Used to estimate the number of chunks in a range. */
export const CHUNK_TYPICAL_ENTRIES = 128;

/** Sums over the entries in the body. They are stored in the item. */
export interface ChunkSums {
  /** The number of entries in the body. */
  count: number;
  /** The number of directories among them; absent if there are none. */
  directories?: number;
  /** The sum of the sizes of the objects. */
  sizeBytes: number;
  /** The newest lastModified of the objects, epoch ms; absent if there is none. */
  newestMs?: number;
}

export interface Chunk extends NameRange, ChunkSums {
  /** The clock's time before the LIST was sent (I2). */
  observedAt: number;
  /** The end of its use (I1, I5). */
  endsAt: number;
  /**
   * The end of the watch under which it was observed. Between `endsAt` and this time it may be used only if S3 fails,
   * declared as stale.
   */
  watchedUntil: number;
  /** The index's epoch, read before the watch was extended (I8). */
  epoch: string;
  /** The entries, encoded by chunk-codec.ts. */
  body: Uint8Array;
}
