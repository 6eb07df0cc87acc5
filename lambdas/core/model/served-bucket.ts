/** How a bucket's observations are kept true. */
export type EventsMode = 's3' | 'eventbridge' | 'none';

/** One served bucket, lives resolved. A life of 0 means: never cached. */
export interface ServedBucket {
  name: string;
  events: EventsMode;
  /** Served prefixes; empty means all. */
  prefixes: string[];
  listLifeMs: number;
  statLifeMs: number;
  /** Tells this subscription to the bucket's events from an earlier one; absent where the mode says it all. */
  subscription?: string;
  /** Absent, or without a root: recursive questions are asked of S3 each time, and nothing of them is kept. */
  tree?: TreeSettings;
}

export interface TreeSettings {
  /** Directories, none inside another; a recursive question at or below one is answered from its tree. */
  roots: string[];
  lifeMs: number;
}

/** How the index hears of the bucket's changes; what was observed under another feed is of another epoch. */
export function feedOf({ events, subscription }: ServedBucket): string {
  return subscription === undefined ? events : `${events}:${subscription}`;
}

/** Under the feed `none` nothing is watched. An index written before feeds were noted kept those answers under epochs of their own. */
export function hearsOfChanges(feed: string | undefined): boolean {
  return feed === undefined || feed.split(':', 1)[0] !== 'none';
}
