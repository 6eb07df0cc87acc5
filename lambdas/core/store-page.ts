/** Writing one LIST answer to the index: cut in chunks, sealed, put, and the older chunks it replaces deleted. */
import { CHUNK_MAX_ENTRIES, type Chunk, type ChunkSpan } from './chunk.ts';
import { type ChunkHeader, encodeChunkBody } from './chunk-codec.ts';
import type { Engine } from './engine.ts';
import type { Entry } from './entry.ts';
import type { Directory } from './names.ts';
import { inParallel } from './parallel.ts';
import { isAfter, isWithin } from './position.ts';

/** A body above this is halved: near one 4 KB read unit with the item's keys and times. */
const CHUNK_TARGET_BYTES = 4_400;
/** Names long enough to make fewer entries than this exceed the target are kept together. */
const CHUNK_MIN_ENTRIES = 16;
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

/** Pure: the chunks of a page, contiguous, in order, at least one (an empty page is a claim too). */
export function cutPage(directory: Directory, page: ObservedPage): Chunk[] {
  const cut = (
    entries: readonly Entry[],
    after: string | undefined,
    through: string | undefined,
  ): Chunk[] => {
    if (entries.length > CHUNK_MAX_ENTRIES) {
      const chunks: Chunk[] = [];
      let start = after;
      for (let i = 0; i < entries.length; i += CHUNK_MAX_ENTRIES) {
        const part = entries.slice(i, i + CHUNK_MAX_ENTRIES);
        const last = i + CHUNK_MAX_ENTRIES >= entries.length;
        const end = last ? through : part.at(-1)!.name;
        chunks.push(...cut(part, start, end));
        start = end;
      }
      return chunks;
    }
    const header = headerOf(page, entries, after, through);
    const body = encodeChunkBody(directory, header, entries);
    if (body.length <= CHUNK_TARGET_BYTES || entries.length < CHUNK_MIN_ENTRIES) return [{ ...header, body }];
    const half = entries.length >>> 1;
    const middle = entries[half - 1]!.name;
    return [...cut(entries.slice(0, half), after, middle), ...cut(entries.slice(half), middle, through)];
  };
  return cut(page.entries, page.after, page.through);
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
