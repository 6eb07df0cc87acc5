/**
 * Cuts a part of a page into chunks that are as full as possible. A chunk's size is known only after it was sealed,
 * and sealing compresses it, so few sizes are tried.
 */
import { CHUNK_MAX_ENTRIES, CHUNK_TYPICAL_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import type { NameRange } from '../model/range.ts';

/** Maximum size of an item. One more byte would double the price of a stat and add a fifth write unit. */
const ITEM_TARGET_BYTES = 4_096;
/** A chunk of at least this size is full enough, so no larger one is tried. */
const ITEM_FULL_BYTES = 3_600;
/** The size at which a try aims. It is a little below the maximum, because the next entries may compress worse. */
const ITEM_AIM_BYTES = 3_950;
/**
 * A chunk of at most this many entries is not cut further, even if long names make it larger than an item should be.
 * An existing start is kept only if both sides have at least this many entries.
 */
export const CHUNK_MIN_ENTRIES = 16;
/** Maximum number of times that one chunk is sealed to find a fuller one. */
const MAX_TRIES = 3;

/** A part of a page: its range, and the indexes of its entries (`from` included, `to` excluded). */
export interface Part extends NameRange {
  from: number;
  to: number;
}

/**
 * Returns one chunk if it fits, otherwise chunks that are as full as possible. A part that has outgrown its chunk
 * becomes two halves with space to grow.
 */
export function cutPart(seal: Seal, entries: readonly Entry[], part: Part, grown: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  for (let rest = part; ; ) {
    const count = rest.to - rest.from;
    let guess = chunks.at(-1)?.count ?? CHUNK_TYPICAL_ENTRIES;
    if (count <= CHUNK_MAX_ENTRIES) {
      const whole = seal(rest);
      if (fits(whole)) return [...chunks, whole.chunk];
      if (grown && whole.bytes < 2 * ITEM_FULL_BYTES) {
        const halves = [startOf(rest, count >>> 1, entries), restAfter(rest, count >>> 1, entries)];
        return [...chunks, ...halves.flatMap((half) => cutPart(seal, entries, half, grown))];
      }
      guess = Math.floor((count * ITEM_AIM_BYTES) / whole.bytes);
    }
    const chunk = fullestChunk(seal, entries, rest, guess);
    chunks.push(chunk);
    rest = restAfter(rest, chunk.count, entries);
  }
}

/** The first `count` entries of a part. `count` must be smaller than the part. */
export function startOf(part: Part, count: number, entries: readonly Entry[]): Part {
  const to = part.from + count;
  return { ...part, to, through: entries[to - 1]!.name };
}

export function restAfter(part: Part, count: number, entries: readonly Entry[]): Part {
  const from = part.from + count;
  return { ...part, from, after: entries[from - 1]!.name };
}

/**
 * Returns the fullest first chunk of a part that is too long for one chunk. A chunk's size is known only after
 * sealing, so several counts are tried. `guess`: the first of them, smaller than the part and at most
 * CHUNK_MAX_ENTRIES.
 */
function fullestChunk(seal: Seal, entries: readonly Entry[], part: Part, guess: number): Chunk {
  let full: Chunk | undefined;
  let tooMany = Math.min(CHUNK_MAX_ENTRIES + 1, part.to - part.from);
  let count = Math.max(1, guess);
  for (let tries = 1; ; tries++) {
    const tried = seal(startOf(part, count, entries));
    if (fits(tried)) full = tried.chunk;
    else tooMany = count;
    if (full && (tried.bytes >= ITEM_FULL_BYTES || tries >= MAX_TRIES)) return full;
    const least = (full?.count ?? 0) + 1;
    if (least >= tooMany) return full ?? tried.chunk;
    count = Math.max(least, Math.min(tooMany - 1, Math.floor((count * ITEM_AIM_BYTES) / tried.bytes)));
  }
}

export interface Sealed {
  chunk: Chunk;
  /** Size of the item. */
  bytes: number;
}
export type Seal = (part: Part) => Sealed;

const fits = ({ chunk, bytes }: Sealed) => bytes <= ITEM_TARGET_BYTES || chunk.count <= CHUNK_MIN_ENTRIES;
