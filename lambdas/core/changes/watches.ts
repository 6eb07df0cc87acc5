/**
 * Which directories are watched. Read for every batch, strongly, and never remembered: a watch that was not there may
 * be now, and one that was may reach further, for another instance, or another version of the settings, extended it.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { type Directory, directoryId } from '../model/names.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';

/** Heads read one by one, because one among them cannot be read. */
const READS_AT_ONCE = 16;

/** Only for directories that were asked about. */
export interface Watched {
  /** Until when a directory is watched, epoch ms; undefined when it is not. */
  until(directory: Directory): number | undefined;
  /** Until when the trees of these roots are watched at the directory, epoch ms. */
  trees(directory: Directory): ReadonlyMap<string, number>;
  /** Its head cannot be read: it may be watched for any tree. */
  unreadable(directory: Directory): boolean;
}

export type WatchReader = Pick<ChangeContext, 'table' | 'clock' | 'settings'>;

/** Throws IndexUnavailable. */
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

  /**
   * Whether one that cannot be read is watched cannot be told: taken for a yes, since its pages may still be answered
   * from.
   */
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
 * Another clock may be behind by the margin, and still use what was observed under a watch this one thinks is over. A
 * clock that is surely further off cannot tell: every watch counts as live.
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
