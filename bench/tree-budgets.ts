/** Budgets and bars of trees. */

import { RECURSIVE_OBJECTS, UNWATCHED_HEADS } from './cases/tree-counts.ts';
import { USAGE_OBJECTS } from './cases/usage.ts';
import type { Row } from './row.ts';
import { s3dexRecursive, s3dexUsage } from './tree-cost-model.ts';
import type { TreeReport } from './tree-report.ts';
import type { Verdict } from './verdict.ts';

/**
 * 1,000 pages, and the LISTs by which parallel workers find where to split. How many these are depends on the order
 * in which LISTs end: 1,100 LISTs in all on an idle machine, 1,211 on a busy one.
 */
const MOST_LISTS_OF_A_COLD_MILLION = 1_400;

const MOST_WARM_READ_UNITS = 300;
/** For 100,000 objects in one directory: 5 units for digests, and the reads that every question makes. */
const MOST_READ_UNITS_OF_ONE_DIRECTORY = 9;
const LEAST_TIMES_A_CHAIN = 8;
const MOST_WARM_MS = 300;

export function judgeTreeBudgets({ cases }: TreeReport): Verdict[] {
  const of = rowIn(cases);
  const recursive = { cold: of('recursive-cold'), warm: of('recursive-warm') };
  const usage = { cold: of('usage-cold'), warm: of('usage-warm') };
  const usageModel = s3dexUsage(USAGE_OBJECTS, 'warm').calls;
  const objects = RECURSIVE_OBJECTS.toLocaleString('en-US');
  return [
    atMost(`LISTs, ${objects} objects recursive cold`, recursive.cold.s3Lists, 1),
    atMost(`write units, ${objects} objects recursive cold`, recursive.cold.wru, 30),
    atMost(`LISTs, ${objects} objects recursive warm`, recursive.warm.s3Lists, 0),
    atMost(`read units, ${objects} objects recursive warm`, recursive.warm.rru, 6),
    ...(['cold', 'warm', 'after-1-write'] as const).flatMap((state) => {
      const model = s3dexRecursive(RECURSIVE_OBJECTS, state).calls;
      const counted = of(`recursive-${state}`);
      // The difference of 1 allows for the bucket's item, which is read once a second and created once.
      return [
        atMost(
          `read units, difference from the cost model, recursive ${state}`,
          Math.abs(counted.rru - model.rru),
          1,
        ),
        // One more unit is allowed, because names of other lengths than the model's may need it.
        atMost(
          `write units, difference from the cost model, recursive ${state}`,
          Math.abs(counted.wru - model.wru),
          2,
        ),
      ];
    }),
    atMost('S3 calls, recursive after one write', callsOf(of('recursive-after-1-write')), 1),
    atMost('LISTs, usage of 1,000,000 objects warm', usage.warm.s3Lists, 0),
    atMost('read units, usage of 1,000,000 objects warm', usage.warm.rru, MOST_WARM_READ_UNITS),
    atMost(
      'read units, difference from the cost model, usage of 1,000,000 objects warm, %',
      (100 * Math.abs(usage.warm.rru - usageModel.rru)) / usageModel.rru,
      10,
    ),
    atMost(
      'read units, usage of 100,000 objects in one directory warm',
      of('usage-of-one-directory-warm').rru,
      MOST_READ_UNITS_OF_ONE_DIRECTORY,
    ),
    atMost('LISTs, usage of 1,000,000 objects after one write', of('usage-after-1-write').s3Lists, 1),
    atMost('LISTs, usage of 1,000,000 objects cold', usage.cold.s3Lists, MOST_LISTS_OF_A_COLD_MILLION),
    atMost('write units, an event below nine watched trees', of('event-below-watched-trees').wru, 1),
    atMost('write units, an event below no watched tree', of('event-below-no-tree').wru, 0),
    atMost(
      'read units, an event below no watched tree: its heads',
      of('event-below-no-tree').rru,
      UNWATCHED_HEADS,
    ),
  ];
}

/** These results depend on the machine, so they are reported and not enforced. */
export function judgeTreeBars({ cases }: TreeReport): Verdict[] {
  const of = rowIn(cases);
  const chain = of('usage-cold', 'one-chain').p50Ms / of('usage-cold').p50Ms;
  return [
    {
      what: '1,000,000 keys cold: times as fast as one chain of LISTs',
      least: LEAST_TIMES_A_CHAIN,
      is: chain,
      holds: chain >= LEAST_TIMES_A_CHAIN,
    },
    atMost('usage of 1,000,000 objects warm, ms', of('usage-warm').p50Ms, MOST_WARM_MS),
  ];
}

function rowIn(cases: readonly Row[]): (name: string, rival?: Row['rival']) => Row {
  return (name, rival = 's3dex') => {
    const row = cases.find((it) => it.name === name && it.rival === rival);
    if (!row) throw new Error(`no case ${name} for ${rival}`);
    return row;
  };
}

function callsOf({ s3Lists, s3Heads }: Row): number {
  return s3Lists + s3Heads;
}

function atMost(what: string, is: number, most: number): Verdict {
  return { what, most, is, holds: is <= most };
}
