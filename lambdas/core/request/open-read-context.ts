/** How every question begins: under the life of its kind, with the bucket's item, or beside the index when that cannot be read. */

import type { ServedBucket } from '../model/served-bucket.ts';
import type { Freshness } from '../questions.ts';
import type { Engine } from './engine.ts';
import { Inquiry } from './read-context.ts';

/** `lifeMs`: how old an answer to this kind of question may be. */
export async function openInquiry(
  engine: Engine,
  { bucket, freshness }: { bucket: ServedBucket; freshness: Freshness },
  lifeMs: number,
): Promise<Inquiry> {
  const inquiry = new Inquiry(engine.clock, bucket, lifeMs, freshness, engine.settings.requestBudgetMs);
  const item = await inquiry.index(() => engine.state.of(bucket.name));
  if (item) inquiry.state = item;
  return inquiry;
}
