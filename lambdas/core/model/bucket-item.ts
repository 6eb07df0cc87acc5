/**
 * The one item of a bucket: its epoch and its floors. Instances cache it for a short time, because reading it for
 * every request would make it hot.
 */

import type { ServedBucket } from './served-bucket.ts';

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

/** How changes of the bucket reach the index. Observations made under another feed belong to another epoch. */
export function feedOf({ events, subscription }: ServedBucket): string {
  return subscription === undefined ? events : `${events}:${subscription}`;
}

/**
 * False for the feed `none`, under which nothing is watched. If the item has no feed, it was written before feeds
 * were recorded; its epoch has no observations of a bucket without events.
 */
export function feedHasEvents(feed: string | undefined): boolean {
  return feed === undefined || feed.split(':', 1)[0] !== 'none';
}
