/**
 * The one item of a bucket: its epoch and its floors. Instances cache it for a short time, because reading it for
 * every request would make it hot.
 */

/** How long an instance may use the item after it has read it. */
export const FLOOR_CACHE_MS = 1_000;
/** Timers may fire early. */
const TIMER_SLACK_MS = 25;

/**
 * The time after which every instance knows a durable floor. It is the time for which the item is cached, plus the
 * clock margin: if a clock is set back within the margin, a cached item looks newer than it is.
 */
export function floorKnownMs(clockMarginMs: number): number {
  return FLOOR_CACHE_MS + clockMarginMs + TIMER_SLACK_MS;
}

export interface BucketItem {
  /** Another epoch begins when the table was emptied. Observations of other epochs are not used (I8). */
  epoch: string;
  /** The time of each floor, by prefix (`''` is the whole bucket). */
  floors: ReadonlyMap<string, number>;
  /**
   * How changes reach the index in this epoch (feedOf). Versions that did not record the feed left out `feed` and
   * `since`.
   */
  feed?: string;
  /** When the epoch began, by the clock of the instance that began it. */
  since?: number;
}

/** The time of the newest floor at or above the directory, epoch ms; 0 when there is none. */
export function floorAbove({ floors }: Pick<BucketItem, 'floors'>, prefix: string): number {
  let newest = 0;
  for (const [floorPrefix, at] of floors) if (prefix.startsWith(floorPrefix)) newest = Math.max(newest, at);
  return newest;
}
