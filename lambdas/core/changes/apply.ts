/**
 * An event for a key, applied: marks in the directories that are watched, and nothing else. No S3, no reading of what the
 * event says is there. The steps and the two shortcuts that are wrong stand in DESIGN.md, "An event for key a/b/c.txt".
 */

import { inParallel } from '../../../shared/in-parallel.ts';
import type { Applied, Change, ChangeApplier } from '../model/change.ts';
import { ancestorPlaces, type Place, placeOfKey } from '../model/names.ts';
import type { Marks } from '../model/record.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import type { ChangeContext, ChangeDeps } from './change-context.ts';
import { createLiveWatches, type Watched } from './live-watches.ts';
import { type MarkRequest, mark } from './mark.ts';
import { propagateRemovals } from './propagate.ts';

const WRITES_AT_ONCE = 32;

/** One mark write, shared by all the changes of a batch that need it. */
interface MarkTask extends MarkRequest {
  /** Indexes of the changes that fail with it. */
  changes: Set<number>;
}

export function createChangeApplier(deps: ChangeDeps): ChangeApplier {
  const context: ChangeContext = { ...deps, watches: createLiveWatches(deps) };
  return { apply: (changes, receivedAt) => apply(context, changes, receivedAt) };
}

async function apply(
  context: ChangeContext,
  changes: Change[],
  receivedAt: number,
): Promise<PromiseSettledResult<Applied>[]> {
  const at = receivedAt + context.settings.clockMarginMs;
  const tasks = markTasks(context, changes, at);
  const failures = new Map<number, unknown>();
  const marked = new Set<number>();
  const fail = (indexes: Iterable<number>, reason: unknown) => {
    for (const index of indexes) if (!failures.has(index)) failures.set(index, reason);
  };
  const settle = async (indexes: ReadonlySet<number>, work: () => Promise<boolean>) => {
    try {
      if (await work()) for (const index of indexes) marked.add(index);
    } catch (error) {
      fail(indexes, error);
    }
  };

  let watched: Watched;
  try {
    watched = await context.watches.read(tasks.map(({ directory }) => directory));
  } catch (error) {
    return changes.map(() => ({ status: 'rejected', reason: error }));
  }
  // Mark first: every mark of the batch is durable before any directory is looked at (two last removals see each other).
  await inParallel(tasks, WRITES_AT_ONCE, (task) =>
    settle(task.changes, () => mark(context, task, watched(task.directory))),
  );
  const removals = removalsOf(context, changes, failures);
  await propagateRemovals(context, removals, settle);
  return changes.map((_, index) => {
    if (failures.has(index)) return { status: 'rejected', reason: failures.get(index) };
    return { status: 'fulfilled', value: marked.has(index) ? 'marked' : 'unwatched' };
  });
}

function markTasks(context: ChangeContext, changes: readonly Change[], at: number): MarkTask[] {
  const tasks = new Map<string, MarkTask>();
  for (const [index, change] of changes.entries()) {
    const bucket = watchedBucket(context, change);
    if (!bucket) continue;
    for (const key of change.keys) {
      const place = placeOfKey(key);
      add(bucket, place, { appearedAt: at, vanishedAt: at }, index);
      // What a removed version reveals may be an object where none was; an altered object changes nothing above.
      if (change.kind === 'created' || change.kind === 'revealed') {
        for (const above of ancestorPlaces(place.prefix)) add(bucket, above, { appearedAt: at }, index);
      }
    }
  }
  return [...tasks.values()];

  function add(bucket: ServedBucket, { prefix, name }: Place, marks: Marks, index: number): void {
    const id = JSON.stringify([bucket.name, prefix, name]);
    const task = tasks.get(id);
    if (!task)
      tasks.set(id, {
        bucket,
        directory: { bucket: bucket.name, prefix },
        name,
        marks,
        changes: new Set([index]),
      });
    else {
      task.marks = { ...task.marks, ...marks };
      task.changes.add(index);
    }
  }
}

function watchedBucket(context: ChangeContext, change: Change): ServedBucket | undefined {
  const bucket = context.buckets.find(({ name }) => name === change.bucket);
  return bucket && bucket.events !== 'none' ? bucket : undefined;
}

/** The directories something was removed from, with the changes that did it; failed changes come again by themselves. */
function removalsOf(
  context: ChangeContext,
  changes: readonly Change[],
  failures: ReadonlyMap<number, unknown>,
): { bucket: ServedBucket; prefix: string; changes: Set<number> }[] {
  const removals = new Map<string, { bucket: ServedBucket; prefix: string; changes: Set<number> }>();
  for (const [index, change] of changes.entries()) {
    const bucket = watchedBucket(context, change);
    if (!bucket || failures.has(index) || (change.kind !== 'removed' && change.kind !== 'revealed')) continue;
    for (const key of change.keys) {
      const { prefix } = placeOfKey(key);
      const id = JSON.stringify([bucket.name, prefix]);
      const removal = removals.get(id) ?? { bucket, prefix, changes: new Set() };
      removal.changes.add(index);
      removals.set(id, removal);
    }
  }
  return [...removals.values()];
}
