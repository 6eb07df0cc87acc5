/**
 * Cuts a page into chunks. DynamoDB bills writes by 1 KB and reads by 4 KB, so each chunk fills an item of 4 KB if
 * possible. Deletes are billed by 1 KB too. So existing chunks are overwritten instead of deleted: if possible, new
 * chunks have the same starts as old ones.
 */

import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { type ChunkHeader, encodeChunkBody } from '../codec/chunk-codec.ts';
import { CHUNK_MAX_ENTRIES, CHUNK_TYPICAL_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { contains, type NameRange } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';

/** Maximum size of an item. One more byte would double the price of a stat and add a fifth write unit. */
const ITEM_TARGET_BYTES = 4_096;
/** A chunk of at least this size is full enough, so no larger one is tried. */
const ITEM_FULL_BYTES = 3_600;
/** The size at which a try aims. It is a little below the maximum, because the next entries may compress worse. */
const ITEM_AIM_BYTES = 3_950;
/** Upper limit for an item without keys, range, epoch and body: attribute names and numbers. */
const ITEM_FRAME_BYTES = 75;
/** Size of the attribute that only chunks with directories have. */
const DIRECTORIES_BYTES = 4;
/**
 * A chunk of at most this many entries is not cut further, even if long names make it larger than an item should be.
 * An existing start is kept only if both sides have at least this many entries.
 */
const CHUNK_MIN_ENTRIES = 16;
/** Maximum number of times that one chunk is sealed to find a fuller one. */
const MAX_TRIES = 3;

export interface ObservedPage extends NameRange {
  entries: readonly Entry[];
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** The newest lastModified of the objects, epoch ms; `undefined` if no object has a time. */
export function newestOf(entries: readonly Entry[]): number | undefined {
  let newest: number | undefined;
  for (const entry of entries) {
    if (entry.type === 'object' && entry.lastModifiedMs !== undefined && !(newest! >= entry.lastModifiedMs))
      newest = entry.lastModifiedMs;
  }
  return newest;
}

/** A part of a page: its range, and the indexes of its entries (`from` included, `to` excluded). */
interface Part extends NameRange {
  from: number;
  to: number;
}

/**
 * Returns the chunks of a page: adjacent, in order, and at least one, because an empty page also says that names are
 * absent. `starts`: the starts of existing chunks. Pure.
 */
export function cutPage(scope: Scope, page: ObservedPage, starts: readonly string[] = []): Chunk[] {
  const seal: Seal = (part) => sealed(scope, page, part);
  const parts = partsBetween(page, starts);
  const grown = parts.length > 1;
  return parts
    .flatMap((part) => partsOfExactSums(part, page.entries))
    .flatMap((part) => cutPart(seal, page.entries, part, grown));
}

/**
 * Divides a part so that each sum of sizes is exact. Numbers are exact only up to 2^53: about 180 objects of 50 TB.
 */
function partsOfExactSums(part: Part, entries: readonly Entry[]): Part[] {
  const parts: Part[] = [];
  let rest = part;
  let sumBytes = 0;
  for (let i = part.from; i < part.to; i++) {
    const entry = entries[i]!;
    const sizeBytes = entry.type === 'object' ? entry.sizeBytes : 0;
    sumBytes += sizeBytes;
    if (Number.isSafeInteger(sumBytes)) continue;
    parts.push(startOf(rest, i - rest.from, entries));
    rest = restAfter(rest, i - rest.from, entries);
    sumBytes = sizeBytes;
  }
  return [...parts, rest];
}

/** Divides the page at the starts that have enough entries on both sides. */
function partsBetween(page: ObservedPage, starts: readonly string[]): Part[] {
  const { after, through, entries } = page;
  const inside = starts.filter((start) => contains(page, start));
  const parts: Part[] = [];
  let next: Omit<Part, 'to' | 'through'> = { from: 0, after };
  let i = 0;
  for (const start of inside.sort(compareNames)) {
    while (i < entries.length && compareNames(entries[i]!.name, start) <= 0) i++;
    if (i - next.from < CHUNK_MIN_ENTRIES || entries.length - i < CHUNK_MIN_ENTRIES) continue;
    parts.push({ ...next, to: i, through: start });
    next = { from: i, after: start };
  }
  return [...parts, { ...next, to: entries.length, through }];
}

/**
 * Returns one chunk if it fits, otherwise chunks that are as full as possible. A part that has outgrown its chunk
 * becomes two halves with space to grow.
 */
function cutPart(seal: Seal, entries: readonly Entry[], part: Part, grown: boolean): Chunk[] {
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
function startOf(part: Part, count: number, entries: readonly Entry[]): Part {
  const to = part.from + count;
  return { ...part, to, through: entries[to - 1]!.name };
}

function restAfter(part: Part, count: number, entries: readonly Entry[]): Part {
  const from = part.from + count;
  return { ...part, from, after: entries[from - 1]!.name };
}

/**
 * Returns the fullest first chunk of a part that is too long for one chunk. A chunk's size is known only after
 * sealing, so several counts are tried.
 */
function fullestChunk(seal: Seal, entries: readonly Entry[], part: Part, guess: number): Chunk {
  let full: Chunk | undefined;
  let tooMany = Math.min(CHUNK_MAX_ENTRIES + 1, part.to - part.from);
  let count = Math.max(1, Math.min(guess, tooMany - 1));
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

interface Sealed {
  chunk: Chunk;
  /** Size of the item. */
  bytes: number;
}
type Seal = (part: Part) => Sealed;

const fits = ({ chunk, bytes }: Sealed) => bytes <= ITEM_TARGET_BYTES || chunk.count <= CHUNK_MIN_ENTRIES;

function sealed(scope: Scope, page: ObservedPage, { from, to, after, through }: Part): Sealed {
  const entries = page.entries.slice(from, to);
  const header = headerOf(page, entries, { after, through });
  const body = encodeChunkBody(scope, header, entries);
  const texts = [scope.bucket, scope.prefix, page.epoch, after, through];
  const frame = ITEM_FRAME_BYTES + (header.directories ? DIRECTORIES_BYTES : 0);
  const bytes = texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? byteLength(text) : 0),
    frame + body.length,
  );
  return { chunk: { ...header, body }, bytes };
}

function headerOf(page: ObservedPage, entries: readonly Entry[], range: NameRange): ChunkHeader {
  const { observedAt, endsAt, watchedUntil, epoch } = page;
  const count = entries.length;
  let sizeBytes = 0;
  let directories = 0;
  for (const entry of entries)
    if (entry.type === 'object') sizeBytes += entry.sizeBytes;
    else directories++;
  const sums = { count, directories: directories || undefined, sizeBytes, newestMs: newestOf(entries) };
  return { ...range, observedAt, endsAt, watchedUntil, epoch, ...sums };
}
