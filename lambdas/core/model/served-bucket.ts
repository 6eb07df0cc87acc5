/** How changes of a bucket reach the index. */
export type EventsMode = 's3' | 'eventbridge' | 'none';

/** One served bucket, with its lives resolved. A life of 0 means that nothing is cached. */
export interface ServedBucket {
  name: string;
  events: EventsMode;
  /** The served prefixes; empty means the whole bucket. */
  prefixes: string[];
  listLifeMs: number;
  statLifeMs: number;
  /**
   * Distinguishes this subscription to the bucket's events from earlier ones. Absent if the mode alone is sufficient.
   */
  subscription?: string;
  /** If absent or without roots, every recursive question is sent to S3, and nothing is stored. */
  tree?: TreeSettings;
  /** If set, a directory's pages are stored at its second miss within an hour, not at the first. */
  storesAtSecondMiss?: true;
  /** If set, callers with the permission may get URLs of its objects. */
  downloads?: true;
}

export interface TreeSettings {
  /**
   * The roots: directories, none of which is inside another. A recursive question about a directory at or below a
   * root is answered from its tree.
   */
  roots: string[];
  lifeMs: number;
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
