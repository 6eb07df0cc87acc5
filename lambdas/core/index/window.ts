/** The part of a scope's index around a position: its usable pages and its records. More data is read when needed. */
import type { CachedPage } from '../model/cached-page.ts';
import { CHUNK_TYPICAL_ENTRIES, type Chunk } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import type { CachedView } from '../model/merge-page.ts';
import { covers, END, endsAfter, type NameRange, type Position, START } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import { judge } from '../model/validity.ts';
import type { ChunkPage } from '../ports/index-table.ts';
import { type Evidence, fold, NO_EVIDENCE, refusedAs } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { decodeChunk, decodeOnUse } from './decode-chunk.ts';
import { readThrough } from './read-through.ts';

/** Maximum number of chunks requested by one Query: about 800 KB of the 1 MB that a Query returns. */
const MAX_CHUNKS_AT_ONCE = 200;
/** Number of records requested by one Query. A name has a record only after an event or a HEAD. */
const MIN_RECORDS_AT_ONCE = 64;
const MAX_RECORDS_AT_ONCE = 1_000;
/** Minimum for the estimated number of entries in a chunk. Chunks are that short if names have hundreds of bytes. */
const CHUNK_LEAST_ENTRIES = 32;

export class IndexWindow {
  readonly #at: ScopeContext;
  readonly #ignoresStored: boolean;
  readonly #counts: boolean;
  #known: readonly Chunk[] = [];
  #pages: readonly CachedPage[] = [];
  #records: readonly StoredRecord[] = [];
  /** The ranges in which chunks and records have been read. */
  #chunksRead: NameRange | undefined;
  #startsRead: NameRange | undefined;
  #recordsRead: NameRange | undefined;
  /** Pages that were dropped. When the chunks are read again, these pages are not used. */
  readonly #dropped = new Set<string>();
  /** The estimated number of entries in a chunk of this scope. */
  #chunkEntries = CHUNK_TYPICAL_ENTRIES;
  #evidence: Evidence = NO_EVIDENCE;

  /** `ignoreStored`: stored observations are not used. `counts`: chunks are decoded only when used. */
  constructor(at: ScopeContext, options: { ignoreStored?: boolean; counts?: boolean } = {}) {
    const { ignoreStored = false, counts = false } = options;
    this.#at = at;
    this.#ignoresStored = ignoreStored;
    this.#counts = counts;
  }

  get pages(): readonly CachedPage[] {
    return this.#pages;
  }

  /** The chunks of the last read, usable or not. A fill may replace them. */
  get known(): readonly Chunk[] {
    return this.#known;
  }

  /** The range in which the start of every chunk is known. */
  get knownIn(): NameRange | undefined {
    return this.#startsRead;
  }

  /** The evidence of data that was read but could not be used. */
  get evidence(): Evidence {
    return this.#evidence;
  }

  /** The pages and records of this window, for the names that start with the filter. */
  view(filter: string): CachedView {
    const recordsThrough = this.#recordsRead?.through ?? END;
    return {
      pages: this.#pages,
      records: this.#records,
      recordsThrough,
      filter,
      policy: this.#at.freshnessPolicy(),
    };
  }

  /** Ensures that the chunks and records just after `position` have been read. */
  async reach(position: Position, wanted: number): Promise<void> {
    const chunks = reaches(this.#chunksRead, position) ? undefined : this.#readChunks(position, wanted);
    const records = reaches(this.#recordsRead, position) ? undefined : this.#readRecords(position, wanted);
    await Promise.all([chunks, records]);
    // Without the marks, stored pages must not be used (I8). LIST responses of this request need no marks.
    if (this.#at.index.bypassed) this.#pages = this.#pages.filter(({ fresh }) => fresh);
  }

  /** True if the chunks and records just after `position` have been read. */
  reaches(position: Position): boolean {
    return (
      !this.#at.index.bypassed && reaches(this.#chunksRead, position) && reaches(this.#recordsRead, position)
    );
  }

  /** Drops the chunks (not the records) and reads them again, because another instance is filling the scope. */
  async refresh(position: Position, wanted: number): Promise<void> {
    this.#pages = this.#pages.filter(({ fresh }) => fresh);
    await this.#readChunks(position, wanted);
  }

  add(page: CachedPage): void {
    this.#pages = [...this.#pages, page];
  }

  /** Drops pages, because their range will be listed again. */
  drop(pages: ReadonlySet<CachedPage>): void {
    for (const page of pages) this.#dropped.add(idOf(page));
    this.#pages = this.#pages.filter((page) => !pages.has(page));
  }

  /** Judges the chunks again, after the question's policy changed. */
  rejudge(): void {
    this.#dropped.clear();
    if (this.#at.index.bypassed) return;
    const fresh = this.#pages.filter((page) => page.fresh);
    this.#pages = [...fresh, ...this.#usable(this.#known)];
  }

  async #readChunks(position: Position, wanted: number): Promise<void> {
    const needed = Math.ceil(wanted / this.#chunkEntries) + (position === START ? 0 : 1);
    const limit = Math.min(MAX_CHUNKS_AT_ONCE, needed);
    const read = await this.#at.index.readChunks({ from: position, limit });
    if (!read) return;
    if (read.more && read.chunks.length > 1) this.#chunkEntries = meanEntries(read.chunks);
    this.#known = read.chunks;
    // Pages before the position are dropped, so that a scan of a large scope has only a part of it in memory.
    const ahead = this.#pages.filter(({ through }) => endsAfter(through, position));
    this.#pages = [...ahead, ...this.#usable(read.chunks)];
    const through = readThrough(read);
    this.#chunksRead = { after: position, through: endsAfter(through, position) ? through : END };
    this.#startsRead = startsRead(read, position);
  }

  async #readRecords(position: Position, wanted: number): Promise<void> {
    const limit = Math.min(MAX_RECORDS_AT_ONCE, Math.max(MIN_RECORDS_AT_ONCE, wanted));
    const read = await this.#at.index.readRecords({ after: position, through: END, limit });
    if (!read) return;
    this.#records = read.records;
    this.#recordsRead = { after: position, through: read.knownThrough };
  }

  #usable(chunks: readonly Chunk[]): CachedPage[] {
    const { policy, instance, scope } = this.#at;
    if (policy.ignoresStored || this.#ignoresStored) return [];
    const pages: CachedPage[] = [];
    for (const chunk of chunks) {
      if (this.#dropped.has(idOf(chunk))) continue;
      const verdict = judge(chunk, this.#at.freshnessPolicy(chunk));
      if (verdict !== 'usable') {
        this.#evidence = fold(this.#evidence, refusedAs(verdict));
        continue;
      }
      const entries = this.#counts
        ? decodeOnUse(instance, scope, chunk)
        : decodeChunk(instance, scope, chunk);
      if (entries) pages.push(this.#pageOf(chunk, entries));
    }
    return pages;
  }

  #pageOf(chunk: Chunk, entries: readonly Entry[] | (() => readonly Entry[])): CachedPage {
    const { observedAt, endsAt, count, directories, sizeBytes, newestMs } = chunk;
    const page = { ...this.#at.clipped(chunk), observedAt, endsAt, fresh: false };
    if (typeof entries !== 'function') return { ...page, entries };
    return {
      ...page,
      get entries() {
        return entries();
      },
      // The sums are those of the whole chunk, so they are left out if only a part of the chunk is used.
      sums: page.through === chunk.through ? { count, directories, sizeBytes, newestMs } : undefined,
    };
  }
}

/** The range in which every chunk start is known. If there are more chunks, others may start inside the last one. */
function startsRead({ chunks, more }: ChunkPage, position: Position): NameRange | undefined {
  if (!more) return { after: position, through: END };
  const through = chunks.at(-1)?.after;
  return typeof through === 'string' ? { after: position, through } : undefined;
}

function reaches(read: NameRange | undefined, position: Position): boolean {
  return read !== undefined && covers(read, position);
}

function idOf({ after, observedAt }: Pick<CachedPage, 'after' | 'observedAt'>): string {
  return JSON.stringify([observedAt, after]);
}

/**
 * The mean number of entries of these chunks, with a lower limit, so that a few short chunks do not cause a request
 * for hundreds of full ones.
 */
function meanEntries(chunks: readonly Chunk[]): number {
  const sum = chunks.reduce((entries, { count }) => entries + count, 0);
  return Math.max(CHUNK_LEAST_ENTRIES, Math.floor(sum / chunks.length));
}
