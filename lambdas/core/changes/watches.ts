/**
 * Finds out which directories are watched. The heads are read for every batch, with strong consistency, and never
 * cached: since the last read, another instance, or one with other settings, may have begun or extended a watch.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { type Directory, directoryId, placeOfDirectory } from '../model/names.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';

/** Maximum number of parallel reads, if the heads are read one by one because one of them is unreadable. */
const READS_AT_ONCE = 16;

/** The watches of the directories that were read. Says nothing about other directories. */
export interface Watched {
  /**
   * The end of the directory's watch, epoch ms; `undefined` when it is not watched. A head above may have a watch on
   * everything below it, which counts too, if all heads in between were also read.
   */
  until(directory: Directory): number | undefined;
  /** The ends of the watches for trees at the directory, epoch ms, by root. */
  trees(directory: Directory): ReadonlyMap<string, number>;
  /** True if the directory's head is unreadable. Then it may be watched for any tree. */
  unreadable(directory: Directory): boolean;
}

export type WatchReader = Pick<ChangeContext, 'table' | 'clock' | 'settings'>;

/** @throws IndexUnavailable when the table does not answer. */
export async function readWatches(context: WatchReader, directories: readonly Directory[]): Promise<Watched> {
  const asked = new Map(directories.map((directory) => [directoryId(directory), directory]));
  const heads = asked.size === 0 ? [] : await headsOf(context, [...asked.values()]);
  const found = new Map([...asked.keys()].map((id, i) => [id, heads[i]]));
  return new HeadsRead(found, (until) => isLive(context, until));
}

/** Combines two reads. If a head is in both, the later read is used. Returns `earlier` if the later read is empty. */
export function together(earlier: Watched, later: Watched): Watched {
  return earlier instanceof HeadsRead && later instanceof HeadsRead ? earlier.and(later) : later;
}

type Head = DirectoryHead | undefined | 'unreadable';

class HeadsRead implements Watched {
  readonly #heads: ReadonlyMap<string, Head>;
  readonly #isLive: (until: number) => boolean;
  readonly #below = new Map<string, number>();

  constructor(heads: ReadonlyMap<string, Head>, isLive: (until: number) => boolean) {
    this.#heads = heads;
    this.#isLive = isLive;
  }

  and(later: HeadsRead): HeadsRead {
    if (later.#heads.size === 0) return this;
    return new HeadsRead(new Map([...this.#heads, ...later.#heads]), this.#isLive);
  }

  until(directory: Directory): number | undefined {
    const id = directoryId(directory);
    const head = this.#heads.get(id);
    const below = this.#belowUntil(id, directory);
    const until = head === undefined || head === 'unreadable' ? below : Math.max(head.watchedUntil, below);
    return until > 0 && this.#isLive(until) ? until : undefined;
  }

  /**
   * The latest end of the watches on everything below a directory, for the directories at and above this one. If a
   * head is unreadable, its directory and everything below count as watched, because pages there may still be in use.
   * Results are cached, because they are needed for each level of a deep key.
   */
  #belowUntil(id: string, { bucket, prefix }: Directory): number {
    const known = this.#below.get(id);
    if (known !== undefined || !this.#heads.has(id)) return known ?? 0;
    const head = this.#heads.get(id);
    const above = placeOfDirectory(prefix);
    const parent = above && { bucket, prefix: above.prefix };
    const until =
      head === 'unreadable'
        ? Number.POSITIVE_INFINITY
        : Math.max(head?.watchedBelowUntil ?? 0, parent ? this.#belowUntil(directoryId(parent), parent) : 0);
    this.#below.set(id, until);
    return until;
  }

  trees(directory: Directory): ReadonlyMap<string, number> {
    const head = this.#heads.get(directoryId(directory));
    const trees = head === 'unreadable' ? undefined : head?.treesWatchedUntil;
    return new Map([...(trees ?? [])].filter(([, until]) => this.#isLive(until)));
  }

  unreadable(directory: Directory): boolean {
    return this.#heads.get(directoryId(directory)) === 'unreadable';
  }
}

/**
 * True if a watch may still be in use. Another clock may be behind by the margin, so its instance may use
 * observations under a watch that has ended by this clock. If this clock is certainly wrong by more than the margin,
 * every watch counts as live.
 */
function isLive({ clock, settings }: WatchReader, until: number): boolean {
  const offsetMs = clock.offsetMs?.() ?? 0;
  return offsetMs !== 0 || clock.now() <= until + settings.clockMarginMs;
}

async function headsOf(
  { table }: WatchReader,
  directories: Directory[],
): Promise<(DirectoryHead | undefined | 'unreadable')[]> {
  try {
    return await table.readHeads(directories);
  } catch (error) {
    if (!(error instanceof ItemUnreadable)) throw error;
  }
  return inParallel(directories, READS_AT_ONCE, async (directory) => {
    try {
      return await table.readHead(directory);
    } catch (error) {
      if (!(error instanceof ItemUnreadable)) throw error;
      return 'unreadable';
    }
  });
}
