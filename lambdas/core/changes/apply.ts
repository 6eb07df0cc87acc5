/**
 * Applies events: writes marks in the directories that are watched, and nothing else. It does not call S3, and does
 * not use the event's description of the object. It uses no settings of buckets, because during a deploy the two
 * functions have different settings; the head says whether a directory is watched. "The path of an event" in
 * ARCHITECTURE.md describes the steps.
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { Applied, Change, ChangeApplier, KeyChange } from '../model/change.ts';
import { ancestorPlaces, directoryId, type Place, placeOfKey } from '../model/names.ts';
import type { Marks } from '../model/record.ts';
import type { ChangeContext } from './change-context.ts';
import { type MarkRequest, mark, markTime, raiseFloor } from './mark.ts';
import { markTrees, readAbove } from './mark-trees.ts';
import { type Ahead, MarksAhead, markAppeared, readEpochs } from './marks-ahead.ts';
import { Outcomes } from './outcomes.ts';
import { propagateRemovals, type Removal } from './propagate.ts';
import { readWatches, together, type Watched } from './watches.ts';

const WRITES_AT_ONCE = 32;

/** One write of a mark, shared by all changes of a batch that need this mark. */
interface MarkTask extends MarkRequest {
  /** Indexes of the changes that fail if the write fails. */
  changes: Set<number>;
}

export function createChangeApplier(context: ChangeContext): ChangeApplier {
  const memory = new MarksAhead();
  return { apply: (changes, receivedAt) => apply({ context, memory }, changes, receivedAt) };
}

async function apply(
  { context, memory }: { context: ChangeContext; memory: MarksAhead },
  changes: Change[],
  receivedAt: number,
): Promise<PromiseSettledResult<Applied>[]> {
  const outcomes = new Outcomes(changes.length);
  const places = placesOf(changes);
  const subscribed = bucketsSubscribed(changes);
  const hot = places.filter((place) => memory.isHot(place, receivedAt));
  let watched: Watched;
  let ahead: Ahead;
  try {
    // A subscription needs no head, but it needs a response from the table, which shows how wrong this clock is.
    const directories = [
      ...places.map(({ directory }) => directory),
      ...subscribed.map(([bucket]) => ({ bucket, prefix: '' })),
    ];
    const hotDirectories = hot.map(({ directory }) => directory);
    const [heads, epochs] = await Promise.all([
      readWatches(context, directories),
      readEpochs(context, hotDirectories),
    ]);
    watched = heads;
    ahead = { memory, epochs };
  } catch (error) {
    return changes.map(() => ({ status: 'rejected', reason: error }));
  }
  // Only after the reads, because the table's responses show how wrong this clock is.
  const at = markTime(context, receivedAt);
  if ((context.clock.offsetMs?.() ?? 0) !== 0) context.telemetry.count('clockWrong');
  const tasks = places.map(({ directory, name, kinds, changes }): MarkTask => {
    return { directory, name, marks: marksOf(kinds, at), changes };
  });
  // All marks of the batch must be durable before any directory is checked. If two invalidators remove the last two
  // names at the same time, at least one of them must see the other's mark.
  await markAll(context, { tasks, watched, ahead }, outcomes);
  // Read only after the marks: if two invalidators remove the last names at the same time, the one that marks later
  // must see every watch above.
  let above = await readAbove(context, changes, outcomes);
  if (!above) return outcomes.all();
  const all = together(watched, above);
  // A fill may watch everything below a parent directory, for longer. Then the marks must be kept for that time too.
  const isLonger = ({ directory }: MarkTask) => (all.until(directory) ?? 0) > (watched.until(directory) ?? 0);
  const longer = all === watched ? [] : tasks.filter(isLonger);
  if (longer.length > 0) {
    await markAll(context, { tasks: longer, watched: all, ahead }, outcomes);
    above = await readAbove(context, changes, outcomes);
    if (!above) return outcomes.all();
  }
  watched = together(watched, above);
  await markTrees({ context, outcomes, at }, changes, watched);
  await Promise.all(
    subscribed.map(([bucket, indexes]) =>
      outcomes.settle(indexes, () => raiseFloor(context, { bucket, prefix: '' }, at).then(() => true)),
    ),
  );
  const applied = changes.map((change, index) => (outcomes.failed(index) ? undefined : change));
  const removals = removalsOf(applied, watched);
  await propagateRemovals(context, removals, (indexes, work) => outcomes.settle(indexes, work), watched);
  return outcomes.all();
}

async function markAll(
  context: ChangeContext,
  { tasks, watched, ahead }: { tasks: readonly MarkTask[]; watched: Watched; ahead: Ahead },
  outcomes: Outcomes,
): Promise<void> {
  const write = (task: MarkTask) => {
    const watchedUntil = watched.until(task.directory);
    return task.marks.vanishedAt === undefined
      ? markAppeared(context, ahead, task, watchedUntil)
      : mark(context, task, watchedUntil);
  };
  await inParallel(tasks, WRITES_AT_ONCE, (task) => outcomes.settle(task.changes, () => write(task)));
}

/** What a batch says about one name: the name changed, or something appeared below it (for a directory). */
type PlaceKind = 'changed' | 'appeared-below';

interface MarkPlace {
  directory: MarkRequest['directory'];
  name: string;
  kinds: Set<PlaceKind>;
  changes: Set<number>;
}

function marksOf(kinds: ReadonlySet<PlaceKind>, at: number): Marks {
  return kinds.has('changed') ? { appearedAt: at, vanishedAt: at } : { appearedAt: at };
}

/** All names that the batch marks, without duplicates. */
function placesOf(changes: readonly Change[]): MarkPlace[] {
  const places = new Map<string, MarkPlace>();
  for (const [index, change] of changes.entries()) {
    if (change.kind === 'subscribed') continue;
    for (const key of change.keys) {
      const place = placeOfKey(key);
      add(change, place, 'changed', index);
      // A change of any other kind also shows that something exists, and its event may be applied before that of the
      // creation.
      if (change.kind !== 'removed') {
        for (const above of ancestorPlaces(place.prefix)) add(change, above, 'appeared-below', index);
      }
    }
  }
  return [...places.values()];

  function add({ bucket }: KeyChange, { prefix, name }: Place, kind: PlaceKind, index: number): void {
    const id = JSON.stringify([bucket, prefix, name]);
    const place = places.get(id) ?? {
      directory: { bucket, prefix },
      name,
      kinds: new Set(),
      changes: new Set(),
    };
    place.kinds.add(kind);
    place.changes.add(index);
    places.set(id, place);
  }
}

function bucketsSubscribed(changes: readonly Change[]): [string, Set<number>][] {
  const buckets = new Map<string, Set<number>>();
  for (const [index, { bucket, kind }] of changes.entries()) {
    if (kind === 'subscribed') buckets.set(bucket, (buckets.get(bucket) ?? new Set()).add(index));
  }
  return [...buckets];
}

/**
 * The directories in which something was removed, each with the changes that did so. Failed changes (undefined) are
 * left out, because they will be delivered again.
 */
function removalsOf(changes: readonly (Change | undefined)[], watched: Watched): Removal[] {
  const removals = new Map<string, Removal>();
  for (const [index, change] of changes.entries()) {
    if (change?.kind !== 'removed' && change?.kind !== 'revealed') continue;
    for (const key of change.keys) {
      const directory = { bucket: change.bucket, prefix: placeOfKey(key).prefix };
      const isWatched = watched.until(directory) !== undefined;
      const removal = removals.get(directoryId(directory)) ?? { directory, isWatched, changes: new Set() };
      removal.changes.add(index);
      removals.set(directoryId(directory), removal);
    }
  }
  return [...removals.values()];
}
