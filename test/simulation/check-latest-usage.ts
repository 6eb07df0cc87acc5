/**
 * The latest observation wins, for trees of a bucket without events. Each directory is listed recursively, so that
 * there is a digest that starts at it. Then the objects of one directory change, and a recursive listing of the root
 * asks S3. After that, no instance may answer the usage of a directory from an older LIST.
 */
import { ask } from './ask.ts';
import { type Asking, NOTICE_MS } from './asking.ts';
import type { ReaderLambda } from './lambdas.ts';
import { listOne } from './list-one.ts';
import { ORDINARY } from './questions.ts';
import { WORLD } from './scheduler.ts';
import { directoriesOf } from './workload.ts';
import type { Writers } from './writers.ts';

/** In a bucket without events, a page lives long only if nothing in it has changed for this many lives. */
const UNCHANGED_FACTOR = 10;

export async function checkLatestUsage(probe: {
  asking: Asking;
  writers: Writers;
  lambdas: readonly ReaderLambda[];
  keys: readonly string[];
}): Promise<void> {
  const { asking, writers, lambdas, keys } = probe;
  const [first] = lambdas;
  const { events, tree } = asking.bucketOf(first!);
  if (events !== 'none') return;
  for (const root of tree?.roots ?? []) {
    const below = directoriesOf(keys).filter((directory) => directory.startsWith(root));
    await asking.scheduler.sleep(UNCHANGED_FACTOR * tree!.lifeMs, WORLD);
    for (const directory of below) await listOne(asking, first!, { directory, recursive: true });
    if (writers.changeUntold() === undefined) return;
    await asking.scheduler.sleep(NOTICE_MS + 2 * asking.clockMarginMs + 1, WORLD);
    if ((await listOne(asking, first!, { directory: root, recursive: true })) === 0) continue;
    for (const lambda of new Set(lambdas)) {
      const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
      for (const directory of below) await ask(asking, { kind: 'usage', directory, depth: 1 }, manner);
    }
  }
}
