/**
 * Propagates removals upwards, after they were marked. If nothing valid shows another entry in the directory, the
 * directory itself may be gone from its parent's listing, and so on. Works level by level, the deepest first. So two
 * removals below one parent are both marked there before the parent is checked.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { ancestorPlaces, type Directory, directoryId, placeOfDirectory } from '../model/names.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';
import { isSeenFilled } from './is-seen-filled.ts';
import { mark, markTime } from './mark.ts';
import { readWatches, type Watched } from './watches.ts';

const LOOKS_AT_ONCE = 16;
/** A walk is repeated only if a watch began during the walk. If this happens so often, something else is wrong. */
const MAX_WALKS = 8;

export interface Removal {
  /** The directory in which something was removed. */
  directory: Directory;
  /** True if it was watched when the removal was marked. If not, no usable observation shows anything in it. */
  isWatched: boolean;
  /** Indexes of the changes in the batch. */
  changes: Set<number>;
}

type WatchedUntil = Watched['until'];
type Settle = (changes: ReadonlySet<number>, work: () => Promise<boolean>) => Promise<void>;

/**
 * `firstRead`: all heads above the removals. They were read together, after the marks in the removals' own
 * directories, so that the number of reads is proportional to the depth. A watch may begin after that read. A LIST
 * under it may still show a directory that another invalidator is removing at the same time. Of two invalidators, the
 * one that marks later must see the watch. So after the walk, the heads above its marks that were not watched are
 * read again. If a watch has begun, the walk is repeated.
 */
export async function propagateRemovals(
  context: ChangeContext,
  removals: readonly Removal[],
  settle: Settle,
  firstRead: Watched,
): Promise<void> {
  const changes = new Set(removals.flatMap((removal) => [...removal.changes]));
  const read = async (directories: Directory[]): Promise<WatchedUntil | undefined> => {
    let watched: Watched | undefined;
    await settle(changes, async () => {
      watched = await readWatches(context, directories);
      return false;
    });
    return watched && ((directory) => watched?.until(directory));
  };
  let watched: WatchedUntil = (directory) => firstRead.until(directory);
  for (let walks = 1; ; walks++) {
    const before: WatchedUntil = watched;
    const marked = await walkUp(context, removals, before, settle);
    const unwatched = marked.flatMap(above).filter((it) => before(it) === undefined);
    // All heads above are read, because a fill may have begun to watch everything below a directory that was watched
    // before.
    const begun = unwatched.length > 0 ? await read(marked.flatMap(above)) : undefined;
    if (!begun || unwatched.every((it) => begun(it) === undefined)) return;
    if (walks === MAX_WALKS) return settle(changes, refuseMore);
    watched = (directory) => before(directory) ?? begun(directory);
  }
}

async function refuseMore(): Promise<never> {
  throw new IndexUnavailable(`watches began during each of ${MAX_WALKS} walks`);
}

/** A removal that is being propagated upwards. */
interface Climb extends Removal {
  /** Depth of the watched directory that is nearest to the root. No reader uses marks above it. */
  topDepth: number;
  isMarked: boolean;
}

/** Removals being propagated, by depth and directory. */
type Levels = Map<number, Map<string, Climb>>;

/**
 * Goes up from each directory until the index shows an entry. For each climb, returns the first directory in which it
 * wrote a mark.
 */
async function walkUp(
  context: ChangeContext,
  removals: readonly Removal[],
  watched: WatchedUntil,
  settle: Settle,
): Promise<Directory[]> {
  const firstMarked: Directory[] = [];
  const levels: Levels = new Map();
  for (const removal of removals) {
    const depths = above(removal.directory).filter((it) => watched(it) !== undefined);
    addTo(levels, { ...removal, topDepth: Math.min(...depths.map(depthOf)), isMarked: false });
  }
  for (let depth = Math.max(-1, ...levels.keys()); depth > 0; depth--) {
    const level = [...(levels.get(depth)?.values() ?? [])];
    await inParallel(level, LOOKS_AT_ONCE, (climb) =>
      settle(climb.changes, async () => {
        const { directory, topDepth } = climb;
        if (depth <= topDepth) return false;
        if (climb.isWatched && (await isSeenFilled(context, directory))) return false;
        const place = placeOfDirectory(directory.prefix)!;
        const parent: Directory = { bucket: directory.bucket, prefix: place.prefix };
        // The time is read after the check: a LIST of the parent that was sent before the check may still show the
        // directory.
        const vanishedAt = markTime(context, context.clock.now());
        const request = { directory: parent, name: place.name, marks: { vanishedAt } };
        const wrote = await mark(context, request, watched(parent));
        if (wrote && !climb.isMarked) firstMarked.push(parent);
        const isWatched = watched(parent) !== undefined;
        addTo(levels, { ...climb, directory: parent, isWatched, isMarked: climb.isMarked || wrote });
        return wrote;
      }),
    );
  }
  return firstMarked;
}

function above({ bucket, prefix }: Directory): Directory[] {
  return ancestorPlaces(prefix).map((place) => ({ bucket, prefix: place.prefix }));
}

function depthOf({ prefix }: Directory): number {
  return prefix.split(DELIMITER).length - 1;
}

/** Climbs that reach the same directory continue as one, because the directories above are the same. */
function addTo(levels: Levels, climb: Climb): void {
  const depth = depthOf(climb.directory);
  const level = levels.get(depth) ?? new Map<string, Climb>();
  const id = directoryId(climb.directory);
  const same = level.get(id)?.changes ?? [];
  level.set(id, { ...climb, changes: new Set([...same, ...climb.changes]) });
  levels.set(depth, level);
}
