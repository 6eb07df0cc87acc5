/** How every question begins: under the life of its kind, with the bucket's item, or beside the index when that cannot be read. */

import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from '../questions/cache-directives.ts';
import type { Engine } from './engine.ts';
import { ReadContext } from './read-context.ts';

/** `lifeMs`: how old an answer to this kind of question may be. */
export async function openReadContext(
  engine: Engine,
  question: { bucket: ServedBucket; freshness: CacheDirectives },
  lifeMs: number,
): Promise<ReadContext> {
  const context = new ReadContext(engine.clock, question, lifeMs, engine.settings);
  const item = await context.index(() => engine.state.of(question.bucket));
  if (item) context.state = item;
  // Known once the table has answered. Where it is surely wrong, times in the index cannot be compared with it.
  if ((engine.clock.offsetMs?.() ?? 0) !== 0) {
    engine.telemetry.count('clockWrong');
    context.bypass('clock-is-wrong');
  }
  return context;
}
