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
   * Distinguishes this subscription to the bucket's events from earlier ones. Absent when the mode is enough for
   * that.
   */
  subscription?: string;
  /** Absent or without roots: every recursive question is sent to S3, and nothing is kept. */
  tree?: TreeSettings;
  /** A directory's pages are stored when it is missed for the second time within an hour, not the first time. */
  storesAtSecondMiss?: true;
  /** May callers with the permission get URLs of its objects? */
  downloads?: true;
}

export interface TreeSettings {
  /**
   * Directories, none inside another. A recursive question about a directory at or below a root is answered from its
   * tree.
   */
  roots: string[];
  lifeMs: number;
}

/** How changes of the bucket reach the index. Observations made under another feed belong to another epoch. */
export function feedOf({ events, subscription }: ServedBucket): string {
  return subscription === undefined ? events : `${events}:${subscription}`;
}

/**
 * False for the feed `none`, under which nothing is watched. An index from before feeds were recorded has no such
 * answers in its epoch.
 */
export function feedHasEvents(feed: string | undefined): boolean {
  return feed === undefined || feed.split(':', 1)[0] !== 'none';
}
