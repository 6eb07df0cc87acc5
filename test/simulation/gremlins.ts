/** What happens to the index from outside: items that vanish, a table that is emptied, clocks that are set. */
import type { Fleet } from './fleet.ts';
import type { Knowledge } from './knowledge.ts';
import { drawSkewMs, type Factory } from './lambdas.ts';
import { WORLD } from './scheduler.ts';

const VISITS = 8;

/** Comes by a few times while the chaos lasts. */
export function startGremlins(factory: Factory, fleet: Fleet, knowledge: Knowledge, chaosMs: number): void {
  const { around, prng } = factory;
  for (let i = 0; i < VISITS; i += 1)
    around.scheduler.after(prng.int(0, chaosMs), WORLD, () => visit(factory, fleet, knowledge));
}

function visit(factory: Factory, fleet: Fleet, knowledge: Knowledge): void {
  const { around, items, prng } = factory;
  const { scheduler, faults, trace } = around;
  const note = (text: string) => trace.note(scheduler.nowMs, 'gremlin', () => text);
  const expired = items.expire(scheduler.nowMs);
  if (expired > 0) note(`TTL deletes ${expired} items`);
  if (faults.strikes('clockStep'))
    for (const { instance } of [...fleet.readers, ...fleet.invalidators])
      instance.stepClock(drawSkewMs(factory));
  if (faults.strikes('chunkGone') && items.loseChunk(prng)) note('one chunk vanishes');
  if (faults.strikes('observationGone') && items.loseObservation(prng)) note('one observation vanishes');
  if (faults.strikes('bucketItemGone')) {
    items.bucket = { floors: new Map() };
    note("the bucket's item vanishes");
  }
  if (faults.strikes('tableWiped')) {
    items.wipe();
    knowledge.wiped(scheduler.nowMs);
    note('every item is deleted');
  }
}
