/**
 * Which directories are watched, to the invalidator's knowledge. A live watch may be remembered until it ends (it is never
 * shortened); "not watched" may not be remembered at all: the next event reads the head again (strong).
 */
import type { Directory } from './names.ts';
import type { Clock, IndexTable } from './ports.ts';

/** Watches remembered at most; when full all are forgotten, which costs reads. */
const REMEMBERED_MAX = 50_000;

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
        const heads = await deps.table.readHeads([...unknown.values()]);
        if (remembered.size + unknown.size > REMEMBERED_MAX) remembered.clear();
        for (const [i, id] of [...unknown.keys()].entries()) {
          const until = heads[i]?.watchedUntil;
          if (until === undefined || !isLive(until)) continue;
          untils.set(id, until);
          remembered.set(id, until);
        }
      }
      return (directory) => untils.get(idOf(directory));
    },
  };
}
