/** Dates a mark, and writes it in a watched directory, or a floor where a mark is not possible. */

import { floorKnownMs } from '../model/bucket-item.ts';
import { KEEP_SLACK_MS, MAX_WATCH_MS, pruneFloorsBefore } from '../model/life.ts';
import type { Directory } from '../model/names.ts';
import type { Marks } from '../model/record.ts';
import type { Scope } from '../model/scope.ts';
import type { Clock } from '../ports/clock.ts';
import type { ChangeContext } from './change-context.ts';

export interface MarkRequest {
  /** A directory or a tree. */
  directory: Scope;
  name: string;
  marks: Marks;
}

/**
 * The time of a mark or a floor. For every clock, it must be at or after the time of any observation that was made
 * before the event was received. `receivedAt` is a time of this instance's clock. The margin is the allowed difference
 * between clocks. If this clock is certainly wrong by more, the difference to the services' time is added.
 */
export function markTime(
  context: { clock: Clock; settings: { clockMarginMs: number } },
  receivedAt: number,
): number {
  return receivedAt + (context.clock.offsetMs?.() ?? 0) + context.settings.clockMarginMs;
}

/**
 * Writes the mark. If no sort key can hold the name, writes a floor that voids its whole directory instead. Returns
 * false when nothing was written, because the directory is not watched (`watchedUntil` is undefined).
 * @throws IndexUnavailable when the table does not answer.
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
  // I6: the mark must be kept as long as observations made before the event arrived may be used. They end with the
  // watch, and the watch was read after the event arrived.
  const watchEnds = Math.min(watchedUntil, at + MAX_WATCH_MS);
  await context.table.writeMarks(directory, name, marks, watchEnds + 2 * clockMarginMs + keepSlackMs);
  context.telemetry.count('marks');
  return true;
}

/**
 * Voids the directory and everything below it. Resolves when every instance knows the floor, which takes longer than
 * for a mark.
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
