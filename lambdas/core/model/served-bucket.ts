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
