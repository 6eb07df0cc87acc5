/**
 * Begins an epoch in two writes: a proposal, which is then replaced by the epoch. A write may reach the table late,
 * after the table was emptied. If one write were enough, it would bring back an epoch under which data is still on
 * its way. A late proposal is harmless, because it becomes an epoch that nobody has used; a late second write finds no
 * proposal of its own.
 */
import type { BucketItem } from '../model/bucket-item.ts';
import type { Clock } from '../ports/clock.ts';
import { type IndexTable, IndexUnavailable } from '../ports/index-table.ts';
import type { Random } from '../ports/random.ts';

/** Another attempt is needed only if the table was emptied, or the feed changed, between the two writes. */
const MAX_ATTEMPTS = 3;

/** @throws IndexUnavailable when the table does not answer, or when others change the item again and again. */
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
    // The epoch must not depend on the proposal: a late proposal would bring it back.
    const begun = { proposal, epoch: random.id(), feed, since: clock.now() };
    const outcome = await table.beginEpoch(bucket, begun);
    if (outcome.outcome === 'begun') return outcome.item;
  }
  throw new IndexUnavailable(`no epoch could be begun in ${MAX_ATTEMPTS} attempts`);
}
