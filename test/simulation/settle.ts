/**
 * When all is quiet: every event is processed and nothing fails any more. With the ordinary lives, every answer of every
 * instance must equal S3 as it is now; where events were lost (or none are sent), one life later.
 */

import { ask } from './ask.ts';
import { NOTICE_MS } from './asking.ts';
import type { FindAsked } from './find-questions.ts';
import { ORDINARY } from './questions.ts';
import { WORLD } from './scheduler.ts';
import { directoriesOf } from './workload.ts';
import type { World } from './world.ts';

const LARGEST_FIRST: Omit<FindAsked, 'directory' | 'recursive'> = {
  ...{ kind: 'find', filter: '', selection: {}, partial: false },
  order: { by: 'size', descending: true },
  limits: () => 2,
};

/** Readers that are asked everything. */
const READERS = 2;

/** Listings read once more, and how many of them were hits: that the index is of use. */
export interface Quiet {
  asked: number;
  hits: number;
}

export async function settle(
  { workload, factory, fleet, asking, queue, deploys }: World,
  quiet: Quiet,
): Promise<void> {
  const { scheduler } = factory.around;
  const lifeMs = Math.max(deploys.longestLifeMs, workload.treeLifeMs) + workload.clockMarginMs;
  const someLost = queue.lost > 0 || queue.untold > 0 || factory.version.bucket.events === 'none';
  const unnoticedMs = asking.knowledge.unnoticedMs(scheduler.nowMs, NOTICE_MS);
  await scheduler.sleep(someLost ? Math.max(lifeMs, unnoticedMs) : unnoticedMs, WORLD);
  const directories = directoriesOf(workload.keys);
  const keys = [...workload.keys, ...directories];
  const hits = () => asking.counts.served.get('hit') ?? 0;
  for (const lambda of fleet.readers.slice(0, READERS)) {
    const manner = { freshness: ORDINARY, choose: async () => lambda, exact: true };
    for (const directory of directories) {
      const question = { kind: 'list', directory, filter: '', limits: () => 1_000 } as const;
      await ask(asking, question, manner);
      await ask(asking, { ...question, recursive: true }, manner);
      await ask(asking, { kind: 'usage', directory, depth: 2 }, manner);
      for (const recursive of [false, true])
        await ask(asking, { ...LARGEST_FIRST, directory, recursive }, manner);
      const before = hits();
      await ask(asking, question, manner);
      quiet.asked += 1;
      quiet.hits += hits() - before;
    }
    const places = directories.map((directory) => ({ directory, filter: '' }));
    await ask(asking, { kind: 'listMany', places, limit: 1_000 }, manner);
    for (const key of keys) await ask(asking, { kind: 'stat', key, full: false }, manner);
    await ask(asking, { kind: 'statMany', keys }, manner);
  }
}
