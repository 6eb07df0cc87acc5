/** One mark, written where the directory is watched; and floors, where a mark would not do. */

import { floorKnownMs } from '../model/bucket-item.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS, pruneFloorsBefore } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import type { Marks } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';
import type { ChangeContext } from './change-context.ts';

export interface MarkRequest {
  /** Or a tree. */
  directory: Scope;
  name: string;
  marks: Marks;
}

/**
 * False: the directory is not watched (`watchedUntil` undefined), and nothing was written. A name no key can hold
 * voids its whole directory by a floor instead. Throws IndexUnavailable.
 */
export async function mark(
  context: ChangeContext,
  { directory, name, marks }: MarkRequest,
  watchedUntil: number | undefined,
): Promise<boolean> {
  if (watchedUntil === undefined) return false;
  const at = Math.max(marks.appearedAt ?? 0, marks.vanishedAt ?? 0);
  if (!context.table.canHold(name)) {
    await raiseFloor(context, directory, at);
    return true;
  }
  const { clockMarginMs, keepSlackMs = KEEP_SLACK_MS } = context.settings;
  // I6: what the mark must void was observed before its event came, under the watch that was read since, and ends
  // with it.
  const watchEnds = Math.min(watchedUntil, at + MAX_WATCH_MS);
  await context.table.writeMarks(directory, name, marks, watchEnds + 2 * clockMarginMs + keepSlackMs);
  context.telemetry.count('marks');
  return true;
}

/**
 * Voids the directory and all below; returns when every instance knows of it, for readers see a floor a little later
 * than a mark.
 */
export async function raiseFloor(
  context: ChangeContext,
  { bucket, prefix }: Directory,
  at: number,
): Promise<void> {
  await context.table.raiseFloor(bucket, prefix, at, pruneFloorsBefore(at));
  await context.waiter.wait(floorKnownMs(context.settings.clockMarginMs));
  context.telemetry.count('marks');
}
