/** What the index holds of one directory around a position: its usable pages and its records, read on as needed. */

import { compareNames } from '../../../shared/byte-order.ts';
import { chunkSeal, decodeChunkBody } from '../codec/chunk-codec.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { CHUNK_TYPICAL_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import type { Directory } from '../model/names.ts';
import { comparePositions, isAfter, type Position } from '../model/position.ts';
import type { StoredRecord } from '../model/record.ts';
import { judge } from '../model/validity.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';

/** Chunks asked for in one Query: about 800 KB of the 1 MB a Query answers. */
const MAX_CHUNKS_AT_ONCE = 200;
/** Records asked for in one Query; they exist only where something happened to a name. */
const MIN_RECORDS_AT_ONCE = 64;
const MAX_RECORDS_AT_ONCE = 1_000;
/** Chunks are guessed to hold at least this many entries: names of hundreds of bytes make such short ones. */
const CHUNK_LEAST_ENTRIES = 32;
/** In-memory weight of a decoded entry, roughly; bounds the cache of decoded chunks. */
const DECODED_ENTRY_BYTES = 400;

export class IndexWindow {
  readonly #engine: Engine;
  readonly #context: ReadContext;
  readonly #directory: Directory;
  /** Every chunk seen, usable or not: what a fill may replace. */
  known: readonly Chunk[] = [];
  pages: CachedPage[] = [];
  /** Ascending by name. */
  records: StoredRecord[] = [];
  #chunksFrom: Position | 'unread' = 'unread';
  #chunksThrough: string | undefined;
  #recordsFrom: Position | 'unread' = 'unread';
  #recordsThrough: string | undefined;
  /** Pages taken out of use, so that reading the chunks again does not bring them back. */
  readonly #dropped = new Set<string>();
  /** What a chunk of this directory holds, as far as is known. */
  #chunkEntries = CHUNK_TYPICAL_ENTRIES;

  constructor(engine: Engine, context: ReadContext, directory: Directory) {
    this.#engine = engine;
    this.#context = context;
    this.#directory = directory;
  }

  /** Makes sure that chunks and records just after `position` have been read. False: the index is not usable. */
  async reach(position: Position, wanted: number): Promise<boolean> {
    const chunks = this.#reachesChunks(position) ? undefined : this.#readChunks(position, wanted);
    const records = this.#reachesRecords(position) ? undefined : this.#readRecords(position, wanted);
    await Promise.all([chunks, records]);
    // Without the marks no page may be used (I8); answers of this very request need none.
    if (this.#context.bypassed) this.pages = this.pages.filter(({ fresh }) => fresh);
    return !this.#context.bypassed;
  }

  /** Have they been read already? */
  reaches(position: Position): boolean {
    return !this.#context.bypassed && this.#reachesChunks(position) && this.#reachesRecords(position);
  }

  #reachesChunks(position: Position): boolean {
    return this.#holds(this.#chunksFrom, this.#chunksThrough, position);
  }

  #reachesRecords(position: Position): boolean {
    return this.#holds(this.#recordsFrom, this.#recordsThrough, position);
  }

  /** Forgets the chunks (not the records) and reads them again: another instance was filling. */
  async refresh(position: Position, wanted: number): Promise<void> {
    this.pages = this.pages.filter(({ fresh }) => fresh);
    await this.#readChunks(position, wanted);
  }

  /** Up to where records are known; undefined: to the end. */
  get recordsThrough(): string | undefined {
    return this.#recordsThrough;
  }

  add(page: CachedPage): void {
    this.pages.push(page);
  }

  /** Takes chunks and records that say something else for unusable: their range is to be listed again. */
  drop(pages: ReadonlySet<CachedPage>): void {
    for (const page of pages) this.#dropped.add(idOf(page));
    this.pages = this.pages.filter((page) => !pages.has(page));
  }

  /** Pages with more expired ones let in, after S3 failed. */
  rejudge(): void {
    const fresh = this.pages.filter((page) => page.fresh);
    this.#dropped.clear();
    if (this.#context.bypassed) return;
    this.pages = [...fresh, ...this.known.flatMap((chunk) => this.#usable(chunk))];
  }

  #holds(from: Position | 'unread', through: string | undefined, position: Position): boolean {
    if (from === 'unread' || comparePositions(from, position) > 0) return false;
    return through === undefined || position === undefined || compareNames(position, through) < 0;
  }

  async #readChunks(position: Position, wanted: number): Promise<void> {
    const needed = Math.ceil(wanted / this.#chunkEntries) + (position === undefined ? 0 : 1);
    const limit = Math.min(MAX_CHUNKS_AT_ONCE, needed);
    const page = await this.#context.index(() =>
      this.#engine.table.readChunks(this.#directory, {
        ...(position !== undefined && { from: position }),
        limit,
      }),
    );
    if (!page) return;
    if (page.more && page.chunks.length > 1) this.#chunkEntries = meanEntries(page.chunks);
    this.known = page.chunks;
    // What lies behind the position is done with: a walk through a large directory holds a window of it, not all.
    const ahead = this.pages.filter(({ through }) => through === undefined || isAfter(through, position));
    this.pages = [...ahead, ...page.chunks.flatMap((chunk) => this.#usable(chunk))];
    const last = page.chunks.at(-1);
    // What lies beyond the last chunk read is not known, unless the index has no more: then nothing covers it.
    this.#chunksThrough = page.more ? (last?.through ?? last?.after) : undefined;
    this.#chunksFrom = position;
    if (this.#chunksThrough !== undefined && !isAfter(this.#chunksThrough, position))
      this.#chunksThrough = undefined;
  }

  async #readRecords(position: Position, wanted: number): Promise<void> {
    const limit = Math.min(MAX_RECORDS_AT_ONCE, Math.max(MIN_RECORDS_AT_ONCE, wanted));
    const page = await this.#context.index(() =>
      this.#engine.table.readRecords(this.#directory, {
        ...(position !== undefined && { after: position }),
        limit,
      }),
    );
    if (!page) return;
    this.records = page.records;
    this.#recordsThrough = page.knownThrough;
    this.#recordsFrom = position;
  }

  #usable(chunk: Chunk): CachedPage[] {
    if (this.#context.freshness.noCache || this.#dropped.has(idOf(chunk))) return [];
    const by = this.#context.policyFor(this.#directory.prefix);
    const verdict = judge(chunk, by);
    if (verdict !== 'usable') {
      this.#context.refused(verdict === 'too-old');
      return [];
    }
    const entries = decoded(this.#engine, this.#directory, chunk);
    if (!entries) return [];
    const { after, through, observedAt, endsAt } = chunk;
    return [
      {
        ...(after !== undefined && { after }),
        ...(through !== undefined && { through }),
        observedAt,
        endsAt,
        entries,
        fresh: false,
      },
    ];
  }
}

function idOf({ after, observedAt }: Pick<CachedPage, 'after' | 'observedAt'>): string {
  return JSON.stringify([after ?? null, observedAt]);
}

/** Of a run of chunks, bounded below so that one look at short chunks does not ask for hundreds of full ones. */
function meanEntries(chunks: readonly Chunk[]): number {
  const sum = chunks.reduce((entries, { count }) => entries + count, 0);
  return Math.max(CHUNK_LEAST_ENTRIES, Math.floor(sum / chunks.length));
}

/** The chunk's entries, from memory when this very chunk was decoded before; undefined (and counted) when it is not whole. */
export function decoded(engine: Engine, directory: Directory, chunk: Chunk): readonly Entry[] | undefined {
  const seal = chunkSeal(directory, chunk);
  const key = JSON.stringify([directory.bucket, directory.prefix, chunk.after, chunk.observedAt, seal]);
  const held = seal === undefined ? undefined : engine.decoded.get(key);
  if (held) return held;
  const entries = seal === undefined ? undefined : decodeChunkBody(directory, chunk);
  if (!entries) {
    engine.telemetry.count('undecodable');
    return undefined;
  }
  engine.decoded.set(key, entries, entries.length * DECODED_ENTRY_BYTES);
  return entries;
}
