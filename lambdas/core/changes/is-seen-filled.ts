/**
 * Checks whether the index still shows anything in a directory. A removal does so before it continues with the
 * parent.
 */

import { showsAnEntry } from '../index/shows-an-entry.ts';
import { type BucketItem, feedHasEvents } from '../model/bucket-item.ts';
import { MAX_LIFE_MS, MAX_WATCH_MS } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import { type FreshnessPolicy, floorAbove } from '../model/validity.ts';
import { ItemUnreadable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';

/**
 * If an item is unreadable, returns false. The result is a superfluous mark, which only costs a check. The opposite
 * would be wrong: a removed directory could still be listed.
 */
export async function isSeenFilled(context: ChangeContext, directory: Directory): Promise<boolean> {
  try {
    const item = await context.table.readBucket(directory.bucket);
    if (!item || !feedHasEvents(item.feed)) return false;
    return await showsAnEntry(context.table, directory, policyOfLook(context, item, directory));
  } catch (error) {
    if (!(error instanceof ItemUnreadable)) throw error;
    return false;
  }
}

/**
 * The policy is independent of bucket settings. Observations end at the time stored in them, and with the watch under
 * which they were made.
 */
function policyOfLook(
  { clock, settings }: ChangeContext,
  item: BucketItem,
  { prefix }: Directory,
): FreshnessPolicy {
  const now = clock.now() + (clock.offsetMs?.() ?? 0);
  return {
    now,
    latestAt: now + settings.clockMarginMs,
    epoch: item.epoch,
    floorAt: floorAbove(item, prefix),
    staleIfError: false,
    lifeMs: MAX_LIFE_MS,
    watchMs: MAX_WATCH_MS,
  };
}
