/**
 * The final check, after every event is processed and when nothing fails any more. Every answer of every instance
 * must equal the present state of S3. If events were lost or none are sent, this must hold one life later.
 */

import { ask } from './ask.ts';
import { type Asking, NOTICE_MS } from './asking.ts';
import { checkLatest } from './check-latest.ts';
import { checkLatestUsage } from './check-latest-usage.ts';
import type { FindAsked } from './find-questions.ts';
import type { ReaderLambda } from './lambdas.ts';
import { ORDINARY } from './questions.ts';
import { WORLD } from './scheduler.ts';
import { directoriesOf, type Workload } from './workload.ts';
import type { World } from './world.ts';

const LARGEST_FIRST: Omit<FindAsked, 'directory' | 'recursive'> = {
  ...{ kind: 'find', filter: '', selection: {}, partial: false },
  order: { by: 'size', descending: true },
  limits: () => 2,
};

/** Listings that are read once more, and how many of them were hits. This shows that the index saves S3 calls. */
export interface Quiet {
  asked: number;
  hits: number;
}

export async function settle(world: World, quiet: Quiet): Promise<void> {
  const { workload, factory, fleet, askings, writers } = world;
  await factory.around.scheduler.sleep(restMs(world), WORLD);
  const [first, second = first] = fleet.readers;
  for (const [i, asking] of askings.entries()) {
    await askAll({ workload, asking, quiet }, first!);
    // A second instance is asked fewer questions, because questions are most of a seed's cost.
    if (second !== first) await askAgain({ workload, asking }, second!);
    const probe = { asking, writers: writers[i]!, lambdas: [first!, second!] };
    await checkLatest(probe);
    if (workload.trees > 0) await checkLatestUsage({ ...probe, keys: workload.keys });
  }
}

/** The time until every stored observation must be true. */
function restMs({ workload, factory, askings, queue, deploys }: World): number {
  const { bucket, neighbour } = factory.version;
  const lifeMs = Math.max(deploys.longestLifeMs, workload.treeLifeMs) + workload.clockMarginMs;
  const isUntold = queue.untold > 0 || bucket.events === 'none' || neighbour?.events === 'none';
  const { nowMs } = factory.around.scheduler;
  const unnoticedMs = Math.max(...askings.map(({ knowledge }) => knowledge.unnoticedMs(nowMs, NOTICE_MS)));
  return queue.lost > 0 || isUntold ? Math.max(lifeMs, unnoticedMs) : unnoticedMs;
}

interface Settling {
  workload: Workload;
  asking: Asking;
}

async function askAll(
  { workload, asking, quiet }: Settling & { quiet: Quiet },
  lambda: ReaderLambda,
): Promise<void> {
  const directories = directoriesOf(workload.keys);
  const hits = () => asking.counts.served.get('hit') ?? 0;
  const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
  for (const directory of directories) {
    const question = { kind: 'list', directory, filter: '', limits: () => 1_000 } as const;
    await ask(asking, question, manner);
    if (workload.storesAtSecondMiss) await ask(asking, question, manner);
    if (workload.trees > 0) {
      await ask(asking, { ...question, recursive: true }, manner);
      await ask(asking, { kind: 'usage', directory, depth: 2 }, manner);
      await ask(asking, { ...LARGEST_FIRST, directory, recursive: true }, manner);
    }
    const before = hits();
    await ask(asking, question, manner);
    quiet.asked += 1;
    quiet.hits += hits() - before;
  }
  await ask(asking, { kind: 'statMany', keys: [...workload.keys, ...directories] }, manner);
}

async function askAgain({ workload, asking }: Settling, lambda: ReaderLambda): Promise<void> {
  const directories = directoriesOf(workload.keys);
  const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
  for (const key of [...workload.keys, ...directories])
    await ask(asking, { kind: 'stat', key, full: false }, manner);
  for (const directory of directories)
    await ask(asking, { ...LARGEST_FIRST, directory, recursive: false }, manner);
  const places = directories.map((directory) => ({ directory, filter: '' }));
  await ask(asking, { kind: 'listMany', places, limit: 1_000 }, manner);
  if (workload.trees > 0) await ask(asking, { kind: 'usage', directory: '', depth: 2 }, manner);
}
