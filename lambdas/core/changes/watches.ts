/**
 * Which directories are watched. The heads are read strongly for every batch and never remembered: since the last
 * read, another instance or another version of the settings may have begun or extended a watch.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { type Directory, directoryId } from '../model/names.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';

/** Heads that are read one by one, when one of them is unreadable. */
const READS_AT_ONCE = 16;

/** Answers only for the directories that were read. */
export interface Watched {
  /** The end of the directory's watch, epoch ms; `undefined` when it is not watched. */
  until(directory: Directory): number | undefined;
  /** The ends of the watches for trees at the directory, by root, epoch ms. */
  trees(directory: Directory): ReadonlyMap<string, number>;
  /** Its head is unreadable, so it may be watched for any tree. */
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

class HeadsRead implements Watched {
  readonly #heads: ReadonlyMap<string, DirectoryHead | undefined | 'unreadable'>;
  readonly #isLive: (until: number) => boolean;

  constructor(
    heads: ReadonlyMap<string, DirectoryHead | undefined | 'unreadable'>,
    isLive: (until: number) => boolean,
  ) {
    this.#heads = heads;
    this.#isLive = isLive;
  }

  /** An unreadable head counts as watched, because pages of its directory may still be used. */
  until(directory: Directory): number | undefined {
    const head = this.#heads.get(directoryId(directory));
    if (head === 'unreadable') return Number.POSITIVE_INFINITY;
    return head !== undefined && this.#isLive(head.watchedUntil) ? head.watchedUntil : undefined;
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
 * Another clock may be behind by the margin, and may still use observations under a watch that has ended by this
 * clock. If this clock is certainly wrong by more than that, every watch counts as live.
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
