/** Writing one LIST answer to the index: cut in chunks, sealed, put, and the older chunks it replaces deleted. */
import { CHUNK_MAX_ENTRIES, CHUNK_TYPICAL_ENTRIES, type Chunk, type ChunkSpan } from './chunk.ts';
import { type ChunkHeader, encodeChunkBody } from './chunk-codec.ts';
import type { Engine } from './engine.ts';
import type { Entry } from './entry.ts';
import { byteLength, type Directory } from './names.ts';
import { inParallel } from './parallel.ts';
import { isAfter, isWithin } from './position.ts';

/** DynamoDB writes by 1 KB and reads by 4 KB: an item a byte larger costs a stat twice as much, and a fifth write unit. */
const ITEM_TARGET_BYTES = 4_096;
/** A chunk this full is not tried with more entries. */
const ITEM_FULL_BYTES = 3_600;
/** What a try aims at: a little below the target, for the next entries may compress worse. */
const ITEM_AIM_BYTES = 3_950;
/** Of a chunk's item besides its keys, range, epoch and body: attribute names and numbers, at most. */
const ITEM_FRAME_BYTES = 75;
/** Names long enough to make fewer entries than this exceed the target are kept together. */
const CHUNK_MIN_ENTRIES = 16;
/** Sealings of one chunk while it could be fuller. */
const MAX_TRIES = 3;
const WRITES_AT_ONCE = 16;

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

/** Pure: the chunks of a page, contiguous, in order, at least one (an empty page is a claim too), each as full as its item may be. */
export function cutPage(directory: Directory, page: ObservedPage): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  do {
    const last = chunks.at(-1);
    const after = last ? last.through : page.after;
    const chunk = fullestChunk(directory, page, {
      start,
      after,
      guess: last?.count ?? CHUNK_TYPICAL_ENTRIES,
    });
    chunks.push(chunk);
    start += chunk.count;
  } while (start < page.entries.length);
  return chunks;
}

/** The chunk from `start` on. Its size is known only when it is sealed, so its count is searched for, from the guess. */
function fullestChunk(
  directory: Directory,
  page: ObservedPage,
  { start, after, guess }: { start: number; after: string | undefined; guess: number },
): Chunk {
  const most = Math.min(CHUNK_MAX_ENTRIES, page.entries.length - start);
  let fits: Chunk | undefined;
  let tooMany = most + 1;
  let count = Math.min(guess, most);
  for (let tries = 1; ; tries++) {
    const end = start + count;
    const entries = page.entries.slice(start, end);
    const through = end < page.entries.length ? entries.at(-1)!.name : page.through;
    const header = headerOf(page, entries, after, through);
    const chunk = { ...header, body: encodeChunkBody(directory, header, entries) };
    const bytes = itemBytes(directory, chunk);
    if (bytes <= ITEM_TARGET_BYTES || count <= CHUNK_MIN_ENTRIES) {
      fits = chunk;
      if (bytes >= ITEM_FULL_BYTES || tries >= MAX_TRIES) return fits;
    } else {
      tooMany = count;
      if (fits && tries >= MAX_TRIES) return fits;
    }
    const least = (fits?.count ?? 0) + 1;
    if (least >= tooMany) return fits ?? chunk;
    count = Math.max(least, Math.min(tooMany - 1, Math.floor((count * ITEM_AIM_BYTES) / bytes)));
  }
}

function itemBytes(directory: Directory, chunk: Chunk): number {
  const texts = [directory.bucket, directory.prefix, chunk.epoch, chunk.after ?? '', chunk.through ?? ''];
  return ITEM_FRAME_BYTES + chunk.body.length + texts.reduce((sum, each) => sum + byteLength(each), 0);
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

/**
 * Writes the page. `known` are chunks seen in the index before; those that start strictly inside the page are older and
 * deleted. The page's first chunk is written last, so that who waits for a directory's start finds the rest there.
 */
export async function storePage(
  engine: Engine,
  directory: Directory,
  page: ObservedPage,
  known: readonly ChunkSpan[],
): Promise<void> {
  const [first, ...rest] = cutPage(directory, page);
  const kept = new Set([first!, ...rest].map((chunk) => chunk.after));
  const obsolete = known.filter(
    ({ after }) =>
      after !== undefined &&
      !kept.has(after) &&
      isAfter(after, page.after) &&
      isWithin(after, page.through) &&
      after !== page.through,
  );
  const work = [
    ...rest.map((chunk) => () => engine.table.writeChunk(directory, chunk).then(() => {})),
    ...obsolete.map((span) => () => engine.table.deleteChunk(directory, span, page.observedAt)),
  ];
  await inParallel(work, WRITES_AT_ONCE, (run) => run());
  await engine.table.writeChunk(directory, first!);
}
