/** Begins an epoch in a table, in both of its steps. */
import type { BucketItem } from '../../lambdas/core/model/bucket-item.ts';
import type { EpochToBegin, IndexTable } from '../../lambdas/core/ports/index-table.ts';

/** @returns the bucket's item with the epoch, which may be an earlier epoch under the same feed */
export async function beginEpoch(
  table: IndexTable,
  bucket: string,
  begun: Omit<EpochToBegin, 'proposal'>,
): Promise<BucketItem> {
  const proposed = await table.proposeEpoch(bucket, {
    proposal: `proposal of ${begun.epoch}`,
    feed: begun.feed,
  });
  if (proposed.outcome === 'begun') return proposed.item;
  const outcome = await table.beginEpoch(bucket, { ...begun, proposal: proposed.proposal });
  if (outcome.outcome === 'lost') throw new Error('another caller used the proposal');
  return outcome.item;
}
