/** Reads a tree of directories through the service, many per request, so that the index holds all of it. */
import { MAX_LIST_PREFIXES } from '../contract/bounds.ts';
import type { Ask, Client, EntryJson, Freshness } from '../contract/client.ts';
import { S3dexError } from '../contract/client.ts';

export interface WarmTotals {
  /** Directories that were read completely. */
  directories: number;
  failed: { prefix: string; error: S3dexError }[];
  /** Directories that were found, but not read yet. */
  waiting: number;
  objects: number;
  bytes: number;
  /** Pages in answers without an S3 call, and in answers with one. */
  hits: number;
  fetched: number;
}

export interface WarmOptions {
  bucket: string;
  prefix: string;
  /** Levels below the first directory; absent: all. */
  depth?: number;
  /** Requests at a time. */
  parallel: number;
  ask: Ask;
  onProgress(totals: WarmTotals): void;
}

interface Waiting {
  prefix: string;
  depth: number;
}

/** After this many unreadable directories, the command gives up. */
const MAX_FAILURES = 100;

/**
 * A directory that cannot be read is counted and skipped. If it is the first directory, or if there are too many,
 * the command fails.
 *
 * @throws S3dexError; the reason of the caller's signal.
 */
export async function warmTree(client: Client, options: WarmOptions): Promise<WarmTotals> {
  const stop = new AbortController();
  const signals = options.ask.signal ? [options.ask.signal, stop.signal] : [stop.signal];
  const ask = { ...options.ask, signal: AbortSignal.any(signals) };
  const walk = new Walk(client, { ...options, ask });
  const running = new Set<Promise<void>>();
  try {
    while (walk.waiting > 0 || running.size > 0) {
      while (walk.waiting > 0 && running.size < options.parallel) {
        const reading = walk.readSome(options.parallel - running.size).finally(() => running.delete(reading));
        running.add(reading);
      }
      await Promise.race(running);
      walk.totals.waiting = walk.waiting + walk.reading;
      options.onProgress(walk.totals);
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
  return walk.totals;
}

class Walk {
  readonly totals: WarmTotals = {
    directories: 0,
    failed: [],
    waiting: 1,
    objects: 0,
    bytes: 0,
    hits: 0,
    fetched: 0,
  };
  readonly #client: Client;
  readonly #options: WarmOptions;
  /** Last in, first out, so that the queue grows with the depth of the tree and not with its width. */
  readonly #stack: Waiting[];
  /** Directories being read. */
  reading = 0;

  constructor(client: Client, options: WarmOptions) {
    this.#client = client;
    this.#options = options;
    this.#stack = [{ prefix: options.prefix, depth: 0 }];
  }

  get waiting(): number {
    return this.#stack.length;
  }

  /**
   * Takes a fair share of the waiting directories for one request, given the number of requests that may still be
   * sent.
   */
  async readSome(requests: number): Promise<void> {
    const share = Math.min(MAX_LIST_PREFIXES, Math.ceil(this.#stack.length / requests));
    const batch = this.#stack.splice(-share).reverse();
    this.reading += batch.length;
    try {
      if (batch.length === 1) await this.#readOne(batch[0]!);
      else await this.#readMany(batch);
    } finally {
      this.reading -= batch.length;
    }
  }

  /** Reads the first page of each. A directory with more pages, or with a problem, is then read separately. */
  async #readMany(batch: readonly Waiting[]): Promise<void> {
    const { bucket, ask } = this.#options;
    const prefixes = batch.map(({ prefix }) => prefix);
    const answer = await this.#client.listMany(bucket, prefixes, ask).catch((error: unknown) => {
      if (error instanceof S3dexError) return undefined;
      throw error;
    });
    for (const [index, directory] of batch.entries()) {
      const result = answer?.results[index];
      if (!answer || !result || 'problem' in result) {
        await this.#readOne(directory);
        continue;
      }
      this.#note(directory, result.entries, answer.freshness);
      if (result.nextCursor === undefined) this.totals.directories++;
      else await this.#readOne(directory, result.nextCursor);
    }
  }

  async #readOne(directory: Waiting, cursor?: string): Promise<void> {
    const { bucket, ask } = this.#options;
    try {
      const from = cursor === undefined ? ask : { ...ask, cursor };
      for await (const { entries, freshness } of this.#client.pages(bucket, directory.prefix, from)) {
        this.#note(directory, entries, freshness);
      }
      this.totals.directories++;
    } catch (error) {
      const { failed } = this.totals;
      if (!(error instanceof S3dexError) || directory.depth === 0 || failed.length >= MAX_FAILURES)
        throw error;
      failed.push({ prefix: directory.prefix, error });
    }
  }

  #note({ depth }: Waiting, entries: readonly EntryJson[], { cacheStatus }: Freshness): void {
    const { totals } = this;
    if (cacheStatus?.hit) totals.hits++;
    else totals.fetched++;
    for (const entry of entries) {
      if (entry.type === 'object') {
        totals.objects++;
        totals.bytes += entry.size;
      } else if (this.#options.depth === undefined || depth < this.#options.depth) {
        this.#stack.push({ prefix: entry.key, depth: depth + 1 });
      }
    }
  }
}
