/** Reads a tree of directories through the service, several at a time, so that the index holds all of it. */
import type { Ask, Client } from '../contract/client.ts';
import { S3dexError } from '../contract/client.ts';

export interface WarmTotals {
  /** Read whole, failed, and not yet read. */
  directories: number;
  failed: { prefix: string; error: S3dexError }[];
  waiting: number;
  objects: number;
  bytes: number;
  /** Pages answered without an S3 call, and with. */
  hits: number;
  fetched: number;
}

export interface WarmOptions {
  bucket: string;
  prefix: string;
  /** Levels below the first directory; absent: all. */
  depth?: number;
  parallel: number;
  ask: Ask;
  onProgress(totals: WarmTotals): void;
}

interface Waiting {
  prefix: string;
  depth: number;
}

/** So many directories that cannot be read are no accident. */
const MAX_FAILURES = 100;

/**
 * A directory that cannot be read is counted and left. The first one, and too many, are the end of it.
 *
 * @throws S3dexError; the reason of the caller's signal.
 */
export async function warmTree(client: Client, options: WarmOptions): Promise<WarmTotals> {
  // The last found goes first: what waits stays as small as the tree is deep, not as wide.
  const stack: Waiting[] = [{ prefix: options.prefix, depth: 0 }];
  const totals: WarmTotals = {
    directories: 0,
    failed: [],
    waiting: 1,
    objects: 0,
    bytes: 0,
    hits: 0,
    fetched: 0,
  };
  const stop = new AbortController();
  const signals = options.ask.signal ? [options.ask.signal, stop.signal] : [stop.signal];
  const ask = { ...options.ask, signal: AbortSignal.any(signals) };
  const running = new Set<Promise<void>>();
  try {
    while (stack.length > 0 || running.size > 0) {
      while (stack.length > 0 && running.size < options.parallel) {
        const reading = readDirectory(client, stack.pop()!, { ...options, ask }, stack, totals).finally(() =>
          running.delete(reading),
        );
        running.add(reading);
      }
      await Promise.race(running);
      totals.waiting = stack.length + running.size;
      options.onProgress(totals);
    }
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
  return totals;
}

async function readDirectory(
  client: Client,
  { prefix, depth }: Waiting,
  { bucket, depth: maxDepth, ask }: WarmOptions,
  stack: Waiting[],
  totals: WarmTotals,
): Promise<void> {
  try {
    for await (const { entries, freshness } of client.pages(bucket, prefix, ask)) {
      if (freshness.cacheStatus?.hit) totals.hits++;
      else totals.fetched++;
      for (const entry of entries) {
        if (entry.type === 'object') {
          totals.objects++;
          totals.bytes += entry.size;
        } else if (maxDepth === undefined || depth < maxDepth) {
          stack.push({ prefix: entry.key, depth: depth + 1 });
        }
      }
    }
    totals.directories++;
  } catch (error) {
    if (!(error instanceof S3dexError) || depth === 0 || totals.failed.length >= MAX_FAILURES) throw error;
    totals.failed.push({ prefix, error });
  }
}
