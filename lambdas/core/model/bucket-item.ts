/** The bucket's one item: its epoch and its floors. It would be hot if every request read it, so instances remember it shortly. */

/** How long an instance may go by an item it has read. */
export const FLOOR_CACHE_MS = 1_000;
/** Timers are not exact. */
const TIMER_SLACK_MS = 25;

/**
 * After so long every instance knows a floor that is durable: the cache's time, and the margin, for a clock that is set back
 * within it makes an item look younger than it is.
 */
export function floorKnownMs(clockMarginMs: number): number {
  return FLOOR_CACHE_MS + clockMarginMs + TIMER_SLACK_MS;
}

export interface BucketItem {
  /** Changes when the table was emptied: observations of another epoch are not used (I8). */
  epoch: string;
  /** Floor time by prefix (`''` is the whole bucket). */
  floors: ReadonlyMap<string, number>;
  /** How changes are heard of in this epoch (feedOf). Absent, as `since`: the item is of a version that did not note it. */
  feed?: string;
  /** When the epoch began, by the clock of who began it. */
  since?: number;
}

/** The newest floor at or above the directory, epoch ms; 0 when there is none. */
export function floorAbove({ floors }: Pick<BucketItem, 'floors'>, prefix: string): number {
  let newest = 0;
  for (const [floorPrefix, at] of floors) if (at > newest && prefix.startsWith(floorPrefix)) newest = at;
  return newest;
}
