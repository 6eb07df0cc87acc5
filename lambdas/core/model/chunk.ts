/**
 * A page chunk: part of one LIST answer. It covers the names in (after, through]: what it lists is there, every other
 * name in the range is not.
 */
import type { NameRange } from './range.ts';

/** Entries a chunk holds at most. Nearly always its bytes end it before: see cutPage. */
export const CHUNK_MAX_ENTRIES = 256;
/** About what fits in 4 KB of item; for guessing how many chunks a range has. */
export const CHUNK_TYPICAL_ENTRIES = 128;

export interface Chunk extends NameRange {
  /** The clock before the LIST was sent (I2). */
  observedAt: number;
  /** Not served after this time (I1, I5). */
  endsAt: number;
  /** The end of the watch it was observed under: past endsAt and up to here it may be served as stale-if-error. */
  watchedUntil: number;
  /** The index's epoch read before the watch was extended (I8). */
  epoch: string;
  /** How many entries the body lists. */
  count: number;
  /** Sum of the sizes of the listed objects. */
  sizeBytes: number;
  /** Newest lastModified of the listed objects, epoch ms; absent when there is none. */
  newestMs?: number;
  /** The entries, as chunk-codec.ts writes them. */
  body: Uint8Array;
}
