/** Explicit invalidation: marks for keys, floors for prefixes, and for both, marks in the directories above. */

import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { type BucketItem, floorKnownMs } from '../model/bucket-item.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS, pruneFloorsBefore } from '../model/life.ts';
import { ancestorPlaces, type Directory, type Place, placeOfDirectory, placeOfKey } from '../model/names.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { treePlaceOf } from '../model/tree.ts';
import type { Clock, Waiter } from '../ports/clock.ts';
import { type IndexTable, IndexUnavailable } from '../ports/index-table.ts';
import { type Failed, failed } from '../questions/answer.ts';
import type { InvalidateQuestion } from '../questions/invalidate.ts';
import { markTime } from './mark.ts';
import { directoriesAbove, type TreeMark, treeMarksOf } from './tree-marks.ts';
import { readWatches } from './watches.ts';

const WRITES_AT_ONCE = 16;
/**
 * Maximum number of floors. All floors of a bucket are in one item, and each write is billed for the whole item:
 * 1,000 floors took 18 s.
 */
const MAX_FLOORS_AT_ONCE = 100;

export interface InvalidateDeps {
  table: IndexTable;
  clock: Clock;
  waiter: Waiter;
  bucketItems: { of(bucket: ServedBucket): Promise<BucketItem> };
  settings: { clockMarginMs: number };
}

/**
 * Resolves when the marks and floors are durable, and no instance still uses an older copy of the bucket's item. From
 * then on, everything observed at or before `invalidatedAt` is void.
 */
export async function invalidate(
  deps: InvalidateDeps,
  question: InvalidateQuestion,
): Promise<{ outcome: 'answered'; invalidatedAt: number } | Failed> {
  const { bucket } = question;
  const { clockMarginMs } = deps.settings;
  const { floors, places } = targetsOf(deps, question);
  let invalidatedAt: number;
  try {
    // The table's response shows how wrong this clock is.
    await deps.bucketItems.of(bucket);
    invalidatedAt = deps.clock.now();
    const at = markTime(deps, invalidatedAt);
    // The observations may have been stored under other settings. So the marks are kept for the longest life that is
    // possible.
    const keepUntil = at + MAX_WATCH_MS + clockMarginMs + KEEP_SLACK_MS;
    const inTrees = await treeTargetsOf(deps, question);
    for (const target of inTrees) if (target.writes === 'floor') floors.push(target.directory.prefix);
    const writes = [
      ...floors.map((prefix) => () => deps.table.raiseFloor(bucket.name, prefix, at, pruneFloorsBefore(at))),
      ...places.map(
        ({ prefix, name }) =>
          () =>
            deps.table.writeMarks(
              { bucket: bucket.name, prefix },
              name,
              { appearedAt: at, vanishedAt: at },
              keepUntil,
            ),
      ),
      ...inTrees.flatMap((target) =>
        target.writes === 'floor'
          ? []
          : [
              () =>
                deps.table.writeMarks(
                  target.scope,
                  target.name,
                  { appearedAt: at, vanishedAt: at },
                  keepUntil,
                ),
            ],
      ),
    ];
    await inParallel(writes, WRITES_AT_ONCE, (write) => write());
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
    return failed('unavailable', 'The index did not accept the invalidation. Send it again.');
  }
  if (floors.length > 0) await deps.waiter.wait(floorKnownMs(clockMarginMs));
  return { outcome: 'answered', invalidatedAt };
}

/**
 * The marks for the keys in trees: in the trees of the settings (if the bucket has no events, heads have no watch for
 * them), and in trees that are watched under other settings.
 */
async function treeTargetsOf(
  deps: InvalidateDeps,
  { bucket, keys }: InvalidateQuestion,
): Promise<TreeMark[]> {
  const objects = keys.filter((key) => placeOfKey(key).name !== '');
  const directories = objects.flatMap((key) => directoriesAbove(bucket.name, key));
  const watched = await readWatches(deps, directories);
  const trees = (directory: Directory): ReadonlyMap<string, number> => {
    const place = treePlaceOf(bucket, directory.prefix);
    return place ? new Map([[place.root, 0], ...watched.trees(directory)]) : watched.trees(directory);
  };
  const unreadable = (directory: Directory) => watched.unreadable(directory);
  const changes = [{ bucket: bucket.name, keys: objects }];
  return treeMarksOf(changes, { trees, unreadable }, (name) => deps.table.canHold(name));
}

/** If a prefix ends inside a name, its whole directory is voided, which is more than requested. */
function targetsOf(
  deps: InvalidateDeps,
  question: InvalidateQuestion,
): { floors: string[]; places: Place[] } {
  const floors = new Set<string>();
  const places = new Map<string, Place>();
  const add = (place: Place) => {
    if (deps.table.canHold(place.name)) places.set(JSON.stringify([place.prefix, place.name]), place);
    else floors.add(place.prefix);
  };
  for (const key of question.keys) {
    const place = placeOfKey(key);
    // The key of a directory also means its totals, which depend on everything in it.
    if (place.name === '') floors.add(place.prefix);
    else add(place);
    for (const above of ancestorPlaces(place.prefix)) add(above);
  }
  for (const prefix of question.prefixes) {
    const directory = prefix.slice(0, prefix.lastIndexOf(DELIMITER) + 1);
    floors.add(directory);
    for (const above of ancestorPlaces(directory)) add(above);
  }
  const few = floors.size <= MAX_FLOORS_AT_ONCE ? [...floors] : [commonDirectory([...floors])];
  return { floors: few, places: [...places.values()] };
}

/** The deepest directory that is at or above all of them. A floor there voids at least as much as their floors. */
function commonDirectory(prefixes: readonly string[]): string {
  let common = prefixes[0]!;
  // Ends at the root at the latest, because every prefix starts with it.
  for (const prefix of prefixes) while (!prefix.startsWith(common)) common = placeOfDirectory(common)!.prefix;
  return common;
}
