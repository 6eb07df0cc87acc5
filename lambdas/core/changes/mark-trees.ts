/** Marks a batch in trees: reads the heads above its keys that were not read before, and writes each mark once. */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { Change } from '../model/change.ts';
import type { ChangeContext } from './change-context.ts';
import { mark, raiseFloor } from './mark.ts';
import type { Outcomes } from './outcomes.ts';
import { directoriesAbove, type TreeMark, treeMarksOf } from './tree-marks.ts';
import { readWatches, type Watched } from './watches.ts';

const WRITES_AT_ONCE = 32;

/**
 * Reads the heads above the keys of all changes except creations. The heads above a creation were read before,
 * because a creation writes marks there.
 */
export async function readAbove(
  context: ChangeContext,
  changes: readonly Change[],
  outcomes: Outcomes,
): Promise<Watched | undefined> {
  const directories = changes.flatMap((change) =>
    change.kind === 'subscribed' || change.kind === 'created'
      ? []
      : change.keys.flatMap((key) => directoriesAbove(change.bucket, key).slice(1)),
  );
  let above: Watched | undefined;
  await outcomes.settle(new Set(changes.keys()), async () => {
    above = await readWatches(context, directories);
    return false;
  });
  return above;
}

export async function markTrees(
  { context, outcomes, at }: { context: ChangeContext; outcomes: Outcomes; at: number },
  changes: readonly Change[],
  watched: Watched,
): Promise<void> {
  const ofKeys = changes.map((change) => (change.kind === 'subscribed' ? { ...change, keys: [] } : change));
  const treeMarks = treeMarksOf(ofKeys, watched, (name) => context.table.canHold(name));
  await inParallel(treeMarks, WRITES_AT_ONCE, (treeMark) =>
    outcomes.settle(treeMark.changes, () => markInTree(context, treeMark, at)),
  );
}

async function markInTree(context: ChangeContext, treeMark: TreeMark, at: number): Promise<true> {
  if (treeMark.writes === 'floor') {
    await raiseFloor(context, treeMark.directory, at);
  } else {
    const { scope, name, watchedUntil } = treeMark;
    await mark(context, { directory: scope, name, marks: { appearedAt: at, vanishedAt: at } }, watchedUntil);
  }
  context.telemetry.count('treeMarks');
  return true;
}
