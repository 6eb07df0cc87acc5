/**
 * Which directories are watched. Read for every batch, strongly, and never remembered: a watch that was not there may be
 * now, and one that was may reach further, for another instance, or another version of the settings, extended it.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { type Directory, directoryId } from '../model/names.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';

/** Heads read one by one, because one among them cannot be read. */
const READS_AT_ONCE = 16;

/** Until when a directory is watched, epoch ms; undefined when it is not. Only for the directories that were asked about. */
export type Watched = (directory: Directory) => number | undefined;

/** Throws IndexUnavailable. */
export async function readWatches(
  context: ChangeContext,
  directories: readonly Directory[],
): Promise<Watched> {
  const asked = new Map(directories.map((directory) => [directoryId(directory), directory]));
  const heads = asked.size === 0 ? [] : await headsOf(context, [...asked.values()]);
  const untils = new Map<string, number>();
  for (const [i, id] of [...asked.keys()].entries()) {
    const head = heads[i];
    // Whether it is watched cannot be told: taken for a yes, since its pages may still be answered from.
    if (head === 'unreadable') untils.set(id, Number.POSITIVE_INFINITY);
    else if (head !== undefined && isLive(context, head.watchedUntil)) untils.set(id, head.watchedUntil);
  }
  return (directory) => untils.get(directoryId(directory));
}

/**
 * Another clock may be behind by the margin, and still use what was observed under a watch this one thinks is over. A clock that is
 * surely further off cannot tell: every watch counts as live.
 */
function isLive({ clock, settings }: ChangeContext, until: number): boolean {
  const offsetMs = clock.offsetMs?.() ?? 0;
  return offsetMs !== 0 || clock.now() <= until + settings.clockMarginMs;
}

async function headsOf(
  { table }: ChangeContext,
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
