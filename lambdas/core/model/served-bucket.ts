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
}
