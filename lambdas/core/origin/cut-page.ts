/**
 * A page as chunks. DynamoDB writes by 1 KB and reads by 4 KB, so a chunk is as full as an item of 4 KB may be; and it
 * deletes by 1 KB too, so chunks that stand already are written over, not deleted: their starts are kept where they can be.
 */

import { byteLength } from '../../../shared/byte-length.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import { type ChunkHeader, encodeChunkBody } from '../codec/chunk-codec.ts';
import { CHUNK_MAX_ENTRIES, CHUNK_TYPICAL_ENTRIES, type Chunk, type ChunkSpan } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, isWithin } from '../model/position.ts';

/** A byte more, and a stat costs twice as much, and the write a fifth unit. */
const ITEM_TARGET_BYTES = 4_096;
/** A chunk this full is not tried with more entries. */
const ITEM_FULL_BYTES = 3_600;
/** What a try aims at: a little below the target, for the next entries may compress worse. */
const ITEM_AIM_BYTES = 3_950;
/** Of a chunk's item besides its keys, range, epoch and body: attribute names and numbers, at most. */
const ITEM_FRAME_BYTES = 75;
/** Names long enough to make fewer entries than this exceed the target are kept together; and no start is kept for fewer. */
const CHUNK_MIN_ENTRIES = 16;
/** Sealings of one chunk while it could be fuller. */
const MAX_TRIES = 3;

export interface ObservedPage extends ChunkSpan {
  entries: readonly Entry[];
  observedAt: number;
  endsAt: number;
  watchedUntil: number;
  epoch: string;
}

/** Newest lastModified among the objects, epoch ms; undefined when none has one. */
export function newestOf(entries: readonly Entry[]): number | undefined {
  let newest: number | undefined;
  for (const entry of entries) {
    if (entry.type === 'object' && entry.lastModifiedMs !== undefined && !(newest! >= entry.lastModifiedMs))
      newest = entry.lastModifiedMs;
  }
  return newest;
}

/** Part of a page: the entries from one place up to another, and the range they are listed for. */
interface Stretch extends ChunkSpan {
  from: number;
  to: number;
}

/**
 * Pure: the chunks of a page, contiguous, in order, at least one (an empty page is a claim too). `starts` are where chunks
 * stand already.
 */
export function cutPage(directory: Directory, page: ObservedPage, starts: readonly string[] = []): Chunk[] {
  const seal: Seal = (stretch) => sealed(directory, page, stretch);
  const stretches = stretchesBetween(page, starts);
  const grown = stretches.length > 1;
  return stretches.flatMap((stretch) => cutStretch(seal, page.entries, stretch, grown));
}

/** The page divided at those starts that have entries enough on both sides. */
function stretchesBetween({ after, through, entries }: ObservedPage, starts: readonly string[]): Stretch[] {
  const inside = starts.filter((start) => isAfter(start, after) && isWithin(start, through));
  const stretches: Stretch[] = [];
  let next = { from: 0, after };
  let i = 0;
  for (const start of inside.sort(compareNames)) {
    while (i < entries.length && compareNames(entries[i]!.name, start) <= 0) i++;
    if (i - next.from < CHUNK_MIN_ENTRIES || entries.length - i < CHUNK_MIN_ENTRIES) continue;
    stretches.push({ ...next, to: i, through: start });
    next = { from: i, after: start };
  }
  return [...stretches, { ...next, to: entries.length, through }];
}

/** One chunk when it fits, else the fullest ones; of what has grown over, two halves with room to grow. */
function cutStretch(seal: Seal, entries: readonly Entry[], stretch: Stretch, grown: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  for (let rest = stretch; ; ) {
    const count = rest.to - rest.from;
    let guess = chunks.at(-1)?.count ?? CHUNK_TYPICAL_ENTRIES;
    if (count <= CHUNK_MAX_ENTRIES) {
      const whole = seal(rest);
      if (fits(whole)) return [...chunks, whole.chunk];
      if (grown && whole.bytes < 2 * ITEM_FULL_BYTES) {
        const halves = [startOf(rest, count >>> 1, entries), restAfter(rest, count >>> 1, entries)];
        return [...chunks, ...halves.flatMap((half) => cutStretch(seal, entries, half, grown))];
      }
      guess = Math.floor((count * ITEM_AIM_BYTES) / whole.bytes);
    }
    const chunk = fullestChunk(seal, entries, rest, guess);
    chunks.push(chunk);
    rest = restAfter(rest, chunk.count, entries);
  }
}

/** Its first `count` entries, which are not all. */
function startOf(stretch: Stretch, count: number, entries: readonly Entry[]): Stretch {
  const to = stretch.from + count;
  return { ...stretch, to, through: entries[to - 1]!.name };
}

function restAfter(stretch: Stretch, count: number, entries: readonly Entry[]): Stretch {
  const from = stretch.from + count;
  return { ...stretch, from, after: entries[from - 1]!.name };
}

/** Of a stretch too long for one chunk. What a chunk takes is known only when it is sealed, so its count is searched for. */
function fullestChunk(seal: Seal, entries: readonly Entry[], stretch: Stretch, guess: number): Chunk {
  let full: Chunk | undefined;
  let tooMany = Math.min(CHUNK_MAX_ENTRIES + 1, stretch.to - stretch.from);
  let count = Math.max(1, Math.min(guess, tooMany - 1));
  for (let tries = 1; ; tries++) {
    const tried = seal(startOf(stretch, count, entries));
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
  /** Of its item. */
  bytes: number;
}
type Seal = (stretch: Stretch) => Sealed;

const fits = ({ chunk, bytes }: Sealed) => bytes <= ITEM_TARGET_BYTES || chunk.count <= CHUNK_MIN_ENTRIES;

function sealed(directory: Directory, page: ObservedPage, { from, to, after, through }: Stretch): Sealed {
  const entries = page.entries.slice(from, to);
  const header = headerOf(page, entries, after, through);
  const body = encodeChunkBody(directory, header, entries);
  const texts = [directory.bucket, directory.prefix, page.epoch, after ?? '', through ?? ''];
  const bytes = texts.reduce((sum, text) => sum + byteLength(text), ITEM_FRAME_BYTES + body.length);
  return { chunk: { ...header, body }, bytes };
}

function headerOf(
  page: ObservedPage,
  entries: readonly Entry[],
  after: string | undefined,
  through: string | undefined,
): ChunkHeader {
  const { observedAt, endsAt, watchedUntil, epoch } = page;
  const newestMs = newestOf(entries);
  let sizeBytes = 0;
  for (const entry of entries) if (entry.type === 'object') sizeBytes += entry.sizeBytes;
  return {
    ...(after !== undefined && { after }),
    ...(through !== undefined && { through }),
    observedAt,
    endsAt,
    watchedUntil,
    epoch,
    count: entries.length,
    sizeBytes,
    ...(newestMs !== undefined && { newestMs }),
  };
}
