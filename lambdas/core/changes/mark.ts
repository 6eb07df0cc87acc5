/** One mark, written where the directory is watched. */

import { KEEP_SLACK_MS, watchLengthMs } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import type { Marks } from '../model/record.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { FLOOR_KNOWN_MS } from '../request/bucket-state.ts';
import type { ChangeContext } from './change-context.ts';

export interface MarkRequest {
  bucket: ServedBucket;
  directory: Directory;
  name: string;
  marks: Marks;
}

/**
 * False: the directory is not watched (`watchedUntil` undefined), and nothing was written. A name no key can hold voids its
 * whole directory by a floor instead. Throws IndexUnavailable.
 */
export async function mark(
  context: ChangeContext,
  request: MarkRequest,
  watchedUntil: number | undefined,
): Promise<boolean> {
  const { bucket, directory, name, marks } = request;
  if (watchedUntil === undefined) return false;
  const { clockMarginMs } = context.settings;
  const at = Math.max(marks.appearedAt ?? 0, marks.vanishedAt ?? 0);
  // I6: whatever was observed before the mark ends with the watch it saw, on any clock.
  const keepUntil = Math.max(watchedUntil, at + watchLengthMs(bucket)) + 2 * clockMarginMs + KEEP_SLACK_MS;
  if (context.table.canHold(name)) await context.table.writeMarks(directory, name, marks, keepUntil);
  else {
    const pruneBefore = at - 2 * watchLengthMs(bucket) - KEEP_SLACK_MS;
    await context.table.raiseFloor(directory.bucket, directory.prefix, at, pruneBefore);
    // Only now may the event count as processed: readers see a floor a little later than a mark.
    await context.waiter.wait(FLOOR_KNOWN_MS);
  }
  context.telemetry.count('marks');
  return true;
}
