/** Disturbs the index from outside: items vanish, the table is emptied, clocks are set. */
import { NOTICE_MS } from './asking.ts';
import type { Fleet } from './fleet.ts';
import type { Knowledge } from './knowledge.ts';
import { drawSkewMs, type Factory } from './lambdas.ts';
import { WORLD } from './scheduler.ts';
import type { TableItems } from './table-items.ts';

const VISITS = 8;
const DAY_MS = 86_400_000;
/**
 * `EMPTYING_BATCHES`: the number of rounds in which the table is emptied. `EMPTYING_MS`: the time in which they
 * happen. `EMPTIED_PER_BATCH`: the share of the items that each round deletes.
 */
const EMPTYING_BATCHES = 4;
const EMPTYING_MS = 300;
const EMPTIED_PER_BATCH = 0.5;
/** A question may take somewhat longer than its budget. */
const OVERTIME_MS = 2_000;
const FROZEN_MS = [50, 400, 1_500, 4_000];

export interface Gremlins {
  /** True while the table is being emptied, item by item. */
  isEmptying: boolean;
}

/** Disturbs the index several times while faults happen. */
export function startGremlins(
  factory: Factory,
  fleet: Fleet,
  knowledge: readonly Knowledge[],
  chaosMs: number,
): Gremlins {
  const { around, prng } = factory;
  const gremlins: Gremlins = { isEmptying: false };
  for (let i = 0; i < VISITS; i += 1)
    around.scheduler.after(prng.int(0, chaosMs), WORLD, () => visit(gremlins, factory, fleet, knowledge));
  return gremlins;
}

function visit(gremlins: Gremlins, factory: Factory, fleet: Fleet, knowledge: readonly Knowledge[]): void {
  const { around, items, prng } = factory;
  const { scheduler, faults, trace } = around;
  const note = (text: string) => trace.note(scheduler.nowMs, 'gremlin', () => text);
  const expired = items.expire(scheduler.nowMs);
  if (expired > 0) note(`TTL deletes ${expired} items`);
  if (faults.strikes('clockStep'))
    for (const { instance } of [...fleet.readers, ...fleet.invalidators])
      instance.stepClock(drawSkewMs(factory));
  if (faults.strikes('frozen'))
    prng.pick([...fleet.readers, ...fleet.invalidators]).instance.freeze(prng.pick(FROZEN_MS));
  if (faults.strikes('chunkGone') && anyOf(factory).loseChunk(prng)) note('one chunk vanishes');
  if (faults.strikes('observationGone') && anyOf(factory).loseObservation(prng))
    note('one observation vanishes');
  if (!gremlins.isEmptying && faults.strikes('emptied')) empty(gremlins, factory, note);
  // While the table is being emptied, the bucket's item, which blocks the use of the table, is not deleted.
  if (!gremlins.isEmptying && faults.strikes('bucketItemGone')) {
    anyOf(factory).loseBucket();
    note("a bucket's item vanishes");
  }
  if (!gremlins.isEmptying && faults.strikes('tableWiped')) {
    for (const each of items.all) each.wipe();
    for (const each of knowledge) each.wiped(scheduler.nowMs);
    note('every item is deleted');
  }
}

/** The items of some bucket. */
function anyOf({ items, prng }: Factory): TableItems {
  return prng.pick(items.all);
}

/**
 * Empties the table like `s3dex empty-index`: raises a floor in the future, waits for questions in progress, deletes
 * all items in any order, and deletes the bucket's item last.
 */
function empty(gremlins: Gremlins, factory: Factory, note: (text: string) => void): void {
  const { around, items, prng, broken } = factory;
  const { scheduler } = around;
  gremlins.isEmptying = true;
  note('the table is emptied');
  if (!broken?.emptiesUnlocked)
    for (const each of items.all)
      each.bucket = {
        ...each.bucket,
        floors: new Map([...each.bucket.floors, ['', scheduler.nowMs + DAY_MS]]),
      };
  scheduler.after(NOTICE_MS + factory.requestBudgetMs + OVERTIME_MS, WORLD, () => {
    for (let batch = 0; batch < EMPTYING_BATCHES; batch += 1)
      scheduler.after(prng.int(0, EMPTYING_MS), WORLD, () => {
        for (const each of items.all) each.losePart(prng, EMPTIED_PER_BATCH);
      });
    scheduler.after(EMPTYING_MS + 1, WORLD, () => {
      for (const each of items.all) each.loseBucket();
      gremlins.isEmptying = false;
      note('the table was emptied');
    });
  });
}
