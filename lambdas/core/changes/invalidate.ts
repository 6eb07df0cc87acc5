/** Explicit invalidation: marks for keys, floors for prefixes, and the marks of both in the directories above. */

import { inParallel } from '../../../shared/in-parallel.ts';
import { DELIMITER } from '../../../shared/keys.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS } from '../model/life.ts';
import { ancestorPlaces, type Place, placeOfDirectory, placeOfKey } from '../model/names.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { Failed } from '../questions/answer.ts';
import type { InvalidateQuestion } from '../questions/invalidate.ts';
import { floorKnownMs } from '../request/bucket-state.ts';
import type { Engine } from '../request/engine.ts';
import { pruneFloorsBefore } from './mark.ts';
import { markTime } from './mark-time.ts';

const WRITES_AT_ONCE = 16;
/** All floors of a bucket stand in one item, and each write of it costs what the whole item does: 1,000 took 18 s. */
const MAX_FLOORS_AT_ONCE = 100;

/**
 * Returns when marks and floors are durable and no instance can still hold an older floor. Everything observed at or
 * before `invalidatedAt` is void from then on.
 */
export async function invalidate(
  engine: Engine,
  question: InvalidateQuestion,
): Promise<{ outcome: 'answered'; invalidatedAt: number } | Failed> {
  const { bucket } = question;
  const { clockMarginMs } = engine.settings;
  const { floors, places } = targetsOf(engine, question);
  let invalidatedAt: number;
  try {
    // The table's answer tells how far this clock is off.
    await engine.state.of(bucket);
    invalidatedAt = engine.clock.now();
    const at = markTime(engine, invalidatedAt);
    // What it voids may have been kept under other settings: it outlives the longest life there may be.
    const keepUntil = at + MAX_WATCH_MS + clockMarginMs + KEEP_SLACK_MS;
    const writes = [
      ...floors.map(
        (prefix) => () => engine.table.raiseFloor(bucket.name, prefix, at, pruneFloorsBefore(at)),
      ),
      ...places.map(
        ({ prefix, name }) =>
          () =>
            engine.table.writeMarks(
              { bucket: bucket.name, prefix },
              name,
              { appearedAt: at, vanishedAt: at },
              keepUntil,
            ),
      ),
    ];
    await inParallel(writes, WRITES_AT_ONCE, (write) => write());
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
    return {
      outcome: 'failed',
      code: 'unavailable',
      detail: 'The index did not take the invalidation; send it again.',
    };
  }
  if (floors.length > 0) await engine.waiter.wait(floorKnownMs(clockMarginMs));
  return { outcome: 'answered', invalidatedAt };
}

/** A prefix that ends inside a name voids its whole directory: more than asked, never less. */
function targetsOf(engine: Engine, question: InvalidateQuestion): { floors: string[]; places: Place[] } {
  const floors = new Set<string>();
  const places = new Map<string, Place>();
  const add = (place: Place) => {
    if (engine.table.canHold(place.name)) places.set(JSON.stringify([place.prefix, place.name]), place);
    else floors.add(place.prefix);
  };
  for (const key of question.keys) {
    const place = placeOfKey(key);
    // The key of a directory asks for its totals, which are counted from everything in it.
    if (place.name === '') floors.add(place.prefix);
    else add(place);
    for (const above of ancestorPlaces(place.prefix)) add(above);
  }
  for (const prefix of question.prefixes) {
    const directory = prefix.slice(0, prefix.lastIndexOf(DELIMITER) + 1);
    floors.add(directory);
    for (const above of ancestorPlaces(directory)) add(above);
  }
  const few = floors.size <= MAX_FLOORS_AT_ONCE ? [...floors] : [commonDirectory([...floors])];
  return { floors: few, places: [...places.values()] };
}

/** The deepest directory above (or at) all of them. A floor there voids more than they do, never less. */
function commonDirectory(prefixes: readonly string[]): string {
  let common = prefixes[0]!;
  // Everything starts with the root, which has no parent.
  for (const prefix of prefixes) while (!prefix.startsWith(common)) common = placeOfDirectory(common)!.prefix;
  return common;
}
