/**
 * The latest observation wins, for trees. The objects of one directory change without events, and a recursive listing
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

export async function checkLatestUsage(probe: {
  asking: Asking;
  writers: Writers;
  lambdas: readonly ReaderLambda[];
  keys: readonly string[];
}): Promise<void> {
  const { asking, writers, lambdas, keys } = probe;
  const [first] = lambdas;
  if (writers.changeUntold() === undefined) return;
  await asking.scheduler.sleep(NOTICE_MS + 2 * asking.clockMarginMs + 1, WORLD);
  for (const root of asking.bucketOf(first!).tree?.roots ?? []) {
    if (!(await listOne(asking, first!, { directory: root, recursive: true }))) continue;
    const below = directoriesOf(keys).filter((directory) => directory.startsWith(root));
    for (const lambda of new Set(lambdas)) {
      const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
      for (const directory of below) await ask(asking, { kind: 'usage', directory, depth: 1 }, manner);
    }
  }
}
