/**
 * Which directories are watched, to the invalidator's knowledge. A live watch may be remembered until it ends (it is never
 * shortened); "not watched" may not be remembered at all: the next event reads the head again (strong).
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import type { Directory } from '../model/names.ts';
import type { Clock } from '../ports/clock.ts';
import { type IndexTable, ItemUnreadable } from '../ports/index-table.ts';

/** Watches remembered at most; when full all are forgotten, which costs reads. */
const REMEMBERED_MAX = 50_000;
/** Heads read one by one, because one among them cannot be read. */
const READS_AT_ONCE = 16;

/** Until when a directory is watched, epoch ms; undefined when it is not. Only for the directories that were asked about. */
export type Watched = (directory: Directory) => number | undefined;

export interface LiveWatches {
  /** Reads the heads of those directories that are not known to be watched. Throws IndexUnavailable. */
  read(directories: readonly Directory[]): Promise<Watched>;
}

export function createLiveWatches(deps: {
  table: IndexTable;
  clock: Clock;
  settings: { clockMarginMs: number };
}): LiveWatches {
  const remembered = new Map<string, number>();
  const idOf = ({ bucket, prefix }: Directory) => `${bucket}/${prefix}`;
  // Another clock may be behind by the margin, and still use what was observed under a watch this one thinks is over.
  const isLive = (until: number) => deps.clock.now() <= until + deps.settings.clockMarginMs;

  /** Whether a directory is watched that cannot be told is taken for a yes: its pages may still be answered from. */
  const headsOf = async (directories: Directory[]): Promise<(DirectoryHead | undefined | 'unreadable')[]> => {
    try {
      return await deps.table.readHeads(directories);
    } catch (error) {
      if (!(error instanceof ItemUnreadable)) throw error;
    }
    return inParallel(directories, READS_AT_ONCE, async (directory) => {
      try {
        return await deps.table.readHead(directory);
      } catch (error) {
        if (!(error instanceof ItemUnreadable)) throw error;
        return 'unreadable';
      }
    });
  };

  return {
    async read(directories) {
      const untils = new Map<string, number>();
      const unknown = new Map<string, Directory>();
      for (const directory of directories) {
        const id = idOf(directory);
        const until = remembered.get(id);
        if (until !== undefined && isLive(until)) untils.set(id, until);
        else unknown.set(id, directory);
      }
      if (unknown.size > 0) {
        const heads = await headsOf([...unknown.values()]);
        if (remembered.size + unknown.size > REMEMBERED_MAX) remembered.clear();
        for (const [i, id] of [...unknown.keys()].entries()) {
          const head = heads[i];
          if (head === 'unreadable') untils.set(id, deps.clock.now());
          else if (head !== undefined && isLive(head.watchedUntil)) {
            untils.set(id, head.watchedUntil);
            remembered.set(id, head.watchedUntil);
          }
        }
      }
      return (directory) => untils.get(idOf(directory));
    },
  };
}
