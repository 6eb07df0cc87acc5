/**
 * Begins an epoch in two writes: a proposal, which is then replaced by the epoch. A write may reach the table late,
 * after the table was emptied. If one write were sufficient, a late one would restore an epoch under which data may
 * still be written. A late proposal is harmless, because it becomes an epoch that nobody has used. A late second
 * write does not find its proposal.
 */
import type { BucketItem } from '../model/bucket-item.ts';
import type { Clock } from '../ports/clock.ts';
import { type IndexTable, IndexUnavailable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';

/** Another attempt is needed only if the table was emptied, or the feed changed, between the two writes. */
const MAX_ATTEMPTS = 3;

/** @throws IndexUnavailable when the table does not answer, or when others change the item in every attempt. */
export async function beginEpoch(
  deps: { table: IndexTable; clock: Clock; random: Random },
  bucket: string,
  feed: string,
): Promise<BucketItem> {
  const { table, clock, random } = deps;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const proposed = await table.proposeEpoch(bucket, { proposal: random.id(), feed });
    if (proposed.outcome === 'begun') return proposed.item;
    const { proposal } = proposed;
    // The epoch's id must not be derived from the proposal, because a late proposal would then restore the epoch.
    const since = clock.now() + (clock.offsetMs?.() ?? 0);
    const begun = { proposal, epoch: random.id(), feed, since };
    const outcome = await table.beginEpoch(bucket, begun);
    if (outcome.outcome === 'begun') return outcome.item;
  }
  throw new IndexUnavailable(`no epoch could be begun in ${MAX_ATTEMPTS} attempts`);
}
