/**
 * After a removal was marked: does a valid observation still show another entry in the directory? If not, the directory
 * may be gone from its parent's listing, and so on upwards. Level by level, deepest first, so that two removals below one
 * parent are both marked there before the parent is looked at.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { showsAnEntry } from '../index/shows-an-entry.ts';
import { type BucketItem, floorAbove } from '../model/bucket-item.ts';
import { MAX_LIFE_MS, MAX_WATCH_MS } from '../model/life.ts';
import { ancestorPlaces, type Directory, directoryId, placeOfDirectory } from '../model/names.ts';
import { hearsOfChanges } from '../model/served-bucket.ts';
import type { FreshnessPolicy } from '../model/validity.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';
import { mark } from './mark.ts';
import { markTime } from './mark-time.ts';
import { readWatches, type Watched } from './watches.ts';

const LOOKS_AT_ONCE = 16;

export interface Removal {
  /** The directory something was removed from. */
  directory: Directory;
  /** Indexes of the changes in the batch. */
  changes: Set<number>;
}

type Settle = (changes: ReadonlySet<number>, work: () => Promise<boolean>) => Promise<void>;

export async function propagateRemovals(
  context: ChangeContext,
  removals: readonly Removal[],
  settle: Settle,
): Promise<void> {
  const levels = new Map<number, Map<string, Removal>>();
  for (const removal of removals) addTo(levels, removal);
  for (let depth = Math.max(-1, ...levels.keys()); depth > 0; depth--) {
    const level = [...(levels.get(depth)?.values() ?? [])];
    const all = new Set(level.flatMap(({ changes }) => [...changes]));
    let watched: Watched = () => undefined;
    // After the marks of the level below are durable: who watches a directory above from then on sees them.
    await settle(all, async () => {
      watched = await readWatches(
        context,
        level.flatMap(({ directory }) => above(directory)),
      );
      return false;
    });
    await inParallel(level, LOOKS_AT_ONCE, (removal) =>
      settle(removal.changes, async () => {
        const { directory } = removal;
        // Nobody above is watched: nothing that could be marked, on this level or higher.
        if (!above(directory).some((it) => watched(it) !== undefined)) return false;
        if (await isSeenFilled(context, directory)) return false;
        const place = placeOfDirectory(directory.prefix)!;
        const parent: Directory = { bucket: directory.bucket, prefix: place.prefix };
        // The time is taken after the look: a LIST of the parent sent before it may still say present.
        const vanishedAt = markTime(context, context.clock.now());
        const request = { directory: parent, name: place.name, marks: { vanishedAt } };
        const wrote = await mark(context, request, watched(parent));
        addTo(levels, { directory: parent, changes: removal.changes });
        return wrote;
      }),
    );
  }
}

function above({ bucket, prefix }: Directory): Directory[] {
  return ancestorPlaces(prefix).map((place) => ({ bucket, prefix: place.prefix }));
}

function addTo(levels: Map<number, Map<string, Removal>>, { directory, changes }: Removal): void {
  const depth = directory.prefix.split(DELIMITER).length - 1;
  const level = levels.get(depth) ?? new Map<string, Removal>();
  const same = level.get(directoryId(directory))?.changes ?? [];
  level.set(directoryId(directory), { directory, changes: new Set([...same, ...changes]) });
  levels.set(depth, level);
}

/** What cannot be read shows nothing: a mark too many costs a look, a directory gone that is still listed would be wrong. */
async function isSeenFilled(context: ChangeContext, directory: Directory): Promise<boolean> {
  try {
    const item = await context.table.readBucket(directory.bucket);
    if (!item || !hearsOfChanges(item.feed)) return false;
    return await showsAnEntry(context.table, directory, policyOfLook(context, item, directory));
  } catch (error) {
    if (!(error instanceof ItemUnreadable)) throw error;
    return false;
  }
}

/** By no settings: what readers keep ends by itself, and with the watch it was made under. */
function policyOfLook(
  { clock, settings }: ChangeContext,
  item: BucketItem,
  { prefix }: Directory,
): FreshnessPolicy {
  const now = clock.now() + (clock.offsetMs?.() ?? 0);
  return {
    now,
    latestAt: now + settings.clockMarginMs,
    epoch: item.epoch,
    floorAt: floorAbove(item, prefix),
    staleIfError: false,
    lifeMs: MAX_LIFE_MS,
    watchMs: MAX_WATCH_MS,
  };
}
