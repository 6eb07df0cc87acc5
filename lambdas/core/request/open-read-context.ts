/** How every question begins: under the life of its kind, with the bucket's item, or beside the index when that cannot be read. */

import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from '../questions/cache-directives.ts';
import type { Engine } from './engine.ts';
import { ReadContext } from './read-context.ts';

/** `lifeMs`: how old an answer to this kind of question may be. */
export async function openReadContext(
  engine: Engine,
  { bucket, freshness }: { bucket: ServedBucket; freshness: CacheDirectives },
  lifeMs: number,
): Promise<ReadContext> {
  const context = new ReadContext(engine.clock, bucket, lifeMs, freshness, engine.settings.requestBudgetMs);
  const item = await context.index(() => engine.state.of(bucket.name));
  if (item) context.state = item;
  return context;
}
