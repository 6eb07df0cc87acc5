/**
 * A chunk of a page: part of one LIST response. It covers the names in (after, through]: the names it lists exist,
 * every other name in that range does not.
 */
import type { NameRange } from './range.ts';

/** Most entries in a chunk. Nearly always the size in bytes ends a chunk earlier: see cut-page.ts. */
export const CHUNK_MAX_ENTRIES = 256;
/** About the number that fits in an item of 4 KB. Used to estimate the number of chunks in a range. */
export const CHUNK_TYPICAL_ENTRIES = 128;

/** What an item says about the entries in its body. */
export interface ChunkSums {
  /** The number of entries in the body. */
  count: number;
  /** How many of them are directories; absent when none is. */
  directories?: number;
  /** The sum of the sizes of the listed objects. */
  sizeBytes: number;
  /** The newest lastModified of the listed objects, epoch ms; absent when there is none. */
  newestMs?: number;
}

export interface Chunk extends NameRange, ChunkSums {
  /** The clock's time before the LIST was sent (I2). */
  observedAt: number;
  /** Not used after this time (I1, I5). */
  endsAt: number;
  /**
   * The end of the watch that it was observed under. Between endsAt and this time it may be used as stale-if-error.
   */
  watchedUntil: number;
  /** The index's epoch, read before the watch was extended (I8). */
  epoch: string;
  /** The entries, encoded by chunk-codec.ts. */
  body: Uint8Array;
}
